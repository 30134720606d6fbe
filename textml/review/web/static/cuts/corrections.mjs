// Turns what a person does to a page into entries for the corrections file.

/** The article of a line: its own, or else the nearest one above; undefined above the first. */
export function articleAt(cut, number) {
  for (let place = cut.lines.findIndex((line) => line.number === number); place >= 0; place -= 1) {
    const { article } = cut.lines[place];
    if (article !== null && article !== undefined) return cut.articles.find(({ index }) => index === article);
  }
  return undefined;
}

/** The lines of an article of one part: "title", "body", "furniture"; of all parts without one. */
export function linesOf(cut, index, part = "") {
  return cut.lines.filter((line) => line.article === index && (!part || line.part === part));
}

/** The first line of an article, its headline included; 0 if it has none. */
export function topLine(cut, index) {
  return linesOf(cut, index)[0]?.number ?? 0;
}

/** What can be done with the lines from `first` to `last`: the entry for each act, or null where it means nothing. */
export function entriesFor(cut, first, last) {
  const line = cut.lines.find(({ number }) => number === first);
  const article = articleAt(cut, first);
  if (!line || !article) return {};
  const own = line.article === article.index;
  const range = last > first ? { last } : {};
  const move = (to) => ({ action: "move", line: first, ...range, to, ...(own ? {} : { body: article.first_line }) });
  const title = line.part === "title" && own ? first : linesOf(cut, article.index, "title")[0]?.number;
  return {
    // A cut at the first line says that the article is cut right.
    right: article.doubtful ? { action: "cut", line: topLine(cut, article.index) } : null,
    cut: own && first === topLine(cut, article.index) && last === first ? null : { action: "cut", line: first, ...range },
    // A line of the headline makes it a heading in the text; a line of the text leaves the headline out.
    join: article === cut.articles[0] ? null : { action: "join", line: own ? first : article.first_line },
    headline: title === undefined ? null : { action: "headline", line: title },
    furniture: own && line.part !== "furniture" ? { action: "move", line: first, ...range, to: "furniture" } : null,
    text: own && line.part === "body" ? null : move("text"),
    title: own && line.part === "title" ? null : move("headline"),
  };
}

/** A headline for another article; null if it would stay where it is. */
export function giveHeadline(cut, line, target) {
  const from = articleAt(cut, line);
  const to = articleAt(cut, target);
  if (!from || !to || from.index === to.index) return null;
  const holds = cut.lines.find(({ number }) => number === target);
  return { action: "headline", line, body: holds.article === to.index ? target : to.first_line };
}

/** The next line in a direction (1 down, -1 up); the same line at the end. */
export function step(cut, number, direction) {
  const place = cut.lines.findIndex((line) => line.number === number);
  return (cut.lines[place + direction] ?? cut.lines[place])?.number ?? number;
}

/** The first line of the next article in a direction; of the same one at the end. */
export function stepArticle(cut, number, direction) {
  const at = articleAt(cut, number);
  const place = at ? cut.articles.indexOf(at) + direction : 0;
  return topLine(cut, cut.articles[Math.min(Math.max(place, 0), cut.articles.length - 1)].index);
}
