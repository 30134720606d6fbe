// The table of all articles: a page at a time, searched, filtered, sorted.

const ROWS = 25;
const table = { page: 0, found: [], names: [], topics: [] };

function startTable() {
  if (!byId("article-rows")) return;
  // the names that people know stand in the filters
  table.names = optionTexts("articles-section");
  table.topics = optionTexts("articles-topic");
  byId("article-controls").addEventListener("input", findArticles);
  byId("article-controls").addEventListener("submit", (event) => event.preventDefault());
  byId("articles-previous").addEventListener("click", () => turn(-1));
  byId("articles-following").addEventListener("click", () => turn(1));
  findArticles();
}

function optionTexts(id) {
  const list = byId(id);
  return list ? Object.fromEntries([...list.options].map((option) => [option.value, option.text])) : {};
}

function chosen(id) {
  const control = byId(id);
  return control ? control.value : "";
}

function findArticles() {
  const wanted = chosen("articles-search").trim().toLowerCase();
  const [section, topic] = [chosen("articles-section"), chosen("articles-topic")];
  const [from, to] = chosenPeriod("articles-from", "articles-to");
  const onlyReview = byId("articles-review").checked;
  table.found = [];
  for (let article = 0; article < columns.ids.length; article++) {
    if (wanted && !names(article, wanted)) continue;
    if (section !== "" && columns.section[article] !== Number(section)) continue;
    if (topic !== "" && topicOf(article) !== Number(topic)) continue;
    if (onlyReview && !columns.review[article]) continue;
    if (liesWithin(article, from, to)) table.found.push(article);
  }
  const sign = { doubtful: 1, sure: -1 }[chosen("articles-order")];
  const { confidence } = columns;
  if (sign) table.found.sort((one, other) => sign * (confidence[one] - confidence[other]) || one - other);
  table.page = 0;
  showRows();
}

/** Whether the headline or the id of an article holds what is searched for. */
function names(article, wanted) {
  return [columns.titles[article], columns.ids[article]].some((text) => text.toLowerCase().includes(wanted));
}

function turn(by) {
  table.page += by;
  showRows();
}

async function showRows() {
  const why = await reasons();
  const pages = Math.max(1, Math.ceil(table.found.length / ROWS));
  const shown = table.found.slice(table.page * ROWS, (table.page + 1) * ROWS);
  byId("article-rows").replaceChildren(...shown.map((article) => tableRow(article, why)));
  byId("articles-count").textContent = say("articles.count", { n: table.found.length, page: table.page + 1, pages });
  byId("articles-previous").disabled = table.page === 0;
  byId("articles-following").disabled = table.page + 1 >= pages;
}

function tableRow(article, why) {
  const section = table.names[columns.section[article]];
  return element(
    "tr",
    {},
    element("td", {}, headline(article)),
    element("td", { class: "key" }, dateOf(article)),
    element("td", { class: "key" }, section),
    element("td", { class: "n" }, `${Math.round(columns.confidence[article] / 10)} %`),
    element("td", {}, table.topics[topicOf(article)] || ""),
    element("td", { class: "why" }, why ? why[article] : ""),
  );
}
