// Everything about the chosen topic: words and articles beside the map, course, sections and stability below it.

const SHOWN_WORDS = 20;
const SHOWN_ARTICLES = 8;

/** Fill the panel for the topic that the map has chosen; `leave` is what its button does. */
function showPanel(map, leave) {
  const topic = map.topics[map.chosen];
  const found = articlesOf(map.chosen, map.from, map.to);
  const share = element("small", {}, percent(shareWithin(map, map.chosen)));
  const title = element("h3", { class: "topic-name" }, dot(topic.color), topic.name, " ", share);
  byId("map-panel").replaceChildren(
    element("button", { type: "button", class: "leave", click: leave, "aria-label": say("map.close") }, "×"),
    title,
    ...wordsPart(map, topic),
    ...articlesPart(found),
  );
  byId("map-more").replaceChildren(
    element("div", {}, ...coursePart(map, topic)),
    element("div", {}, ...sectionsPart(map, topic), ...stabilityPart(topic)),
  );
  return found.length;
}

function emptyPanel() {
  byId("map-panel").replaceChildren(element("p", { class: "soft" }, say("map.choose")));
  byId("map-more").replaceChildren();
}

function dot(color) {
  const mark = element("span", { class: "dot", "aria-hidden": "true" });
  mark.style.background = color;
  return mark;
}

/** Share of a topic in the chosen periods, in all articles where none is chosen. */
function shareWithin(map, topic) {
  if (!map.from && !map.to) return map.topics[topic].share;
  const { groups, n_articles: n, share } = map.periods;
  const [first, last] = chosenPlaces(groups, map.from, map.to);
  let [sum, total] = [0, 0];
  for (let place = first; place <= last; place++) {
    sum += n[place] * share[topic][place];
    total += n[place];
  }
  return total ? sum / total : 0;
}

function wordsPart(map, topic) {
  const list = element("ol", { class: "bars words", id: "map-words" });
  const slider = element("input", { type: "range", id: "map-relevance", min: 0, max: 1, step: 0.1, value: map.weight });
  const show = () => {
    map.weight = Number(slider.value);
    slider.setAttribute("aria-valuetext", `λ ${map.weight}`);
    const words = rankWords(topic.words, map.weight, SHOWN_WORDS);
    const top = Math.max(...words.map(([, given]) => given));
    const line = ([word, given]) => bar(wordButton(word), given, top, topic.color, percent(given));
    list.replaceChildren(...words.map(line));
  };
  slider.addEventListener("input", show);
  show();
  const name = element("span", { class: "unseen" }, say("map.relevance"));
  const ends = [say("map.distinctive"), say("map.frequent")];
  const [left, right] = ends.map((end) => element("span", { "aria-hidden": "true" }, end));
  return [element("h4", {}, say("map.words")), element("label", { class: "slider" }, name, left, slider, right), list];
}

function wordButton(word) {
  return element("button", { type: "button", class: "link word", click: () => searchFor(word) }, word);
}

function articlesPart(found) {
  const list = element("ul", { class: "titles", id: "map-articles" });
  const more = element("button", { type: "button" });
  const showMore = () => {
    const shown = list.children.length;
    const next = found.slice(shown, shown + SHOWN_ARTICLES);
    list.append(...next.map(([article, share]) => titleLine(article, share)));
    const left = found.length - list.children.length;
    more.hidden = left <= 0;
    more.textContent = say("map.more", { n: Math.min(left, SHOWN_ARTICLES) });
  };
  more.addEventListener("click", () => {
    const before = list.children.length;
    showMore();
    // the button may be gone now: the reader goes on with what it brought
    list.children[before].querySelector("button").focus();
  });
  showMore();
  return [element("h4", {}, say("map.articles", { n: found.length })), list, more];
}

function titleLine(article, share) {
  return element("li", {}, headline(article), " ", element("small", {}, `${dateOf(article)} ${percent(share)}`));
}

function coursePart(map, topic) {
  const heading = element("h4", {}, say("map.course"));
  if (map.periods.groups.length < 2) return [heading, element("p", {}, say("map.one_period"))];
  return [heading, courseChart(map.chosen, topic.color, map.periods, map.from, map.to)];
}

function sectionsPart(map, topic) {
  if (!map.sections) return [];
  const { groups, share, low, high } = map.sections;
  const top = Math.max(...share[map.chosen]);
  const lines = groups.map((name, place) => {
    const ends = [low, high].map((end) => percent(end[map.chosen][place])).join("–");
    const value = share[map.chosen][place];
    return bar(element("span", {}, name), value, top, topic.color, `${percent(value)} (${ends})`);
  });
  return [element("h4", {}, say("map.in_sections")), element("ul", { class: "bars wide" }, ...lines)];
}

function stabilityPart(topic) {
  return [element("h4", {}, say("map.stability")), element("p", {}, stabilityWords(topic))];
}

function stabilityWords(topic) {
  if (topic.stability === null) return say("map.unmeasured");
  const stable = say("map.stable", { share: percent(topic.stability) });
  return topic.fragile ? `${stable} ${say("map.fragile")}` : stable;
}
