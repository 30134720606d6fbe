// What is known of articles: columns that are there at once, texts that come in blocks.

let columns = null;

async function loadArticles() {
  columns = await unpack("articles");
}

function dateOf(article) {
  return columns.date[article] < 0 ? "" : columns.dates[columns.date[article]];
}

/** Whether an article lies between two periods (YYYY, YYYY-MM or YYYY-MM-DD), both included; "" is no bound. */
function liesWithin(article, from, to) {
  if (!from && !to) return true;
  const date = dateOf(article);
  return date !== "" && date.slice(0, from.length) >= from && (!to || date.slice(0, to.length) <= to);
}

/** What two lists of periods say; a period that ends before it begins is meant the other way round. */
function chosenPeriod(fromId, toId) {
  const [from, to] = [fromId, toId].map((id) => (byId(id) ? byId(id).value : ""));
  return from && to && from > to ? [to, from] : [from, to];
}

/** Share of a topic in an article, 0 where it is too small to be kept. */
function shareOf(article, topic) {
  const row = columns.topics[article];
  for (let i = 0; i < row.length; i += 2) if (row[i] === topic) return row[i + 1] / 1000;
  return 0;
}

/** The topic that an article has most of, -1 where there are no topics. */
function topicOf(article) {
  return columns.topics.length ? columns.topics[article][0] : -1;
}

/** Articles that show a topic, largest share first, those of the period only. */
function articlesOf(topic, from, to) {
  const found = [];
  for (let article = 0; article < columns.topics.length; article++) {
    const share = shareOf(article, topic);
    if (share > 0 && liesWithin(article, from, to)) found.push([article, share]);
  }
  return found.sort((one, other) => other[1] - one[1] || one[0] - other[0]);
}

async function textOf(article) {
  const block = await unpack(`texts-${Math.floor(article / columns.block)}`);
  return block[article % columns.block];
}

/** The words that spoke for each section, or nothing where no section was given. */
async function reasons() {
  return byId("packed-why") ? unpack("why") : null;
}
