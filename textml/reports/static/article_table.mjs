// Shows the table of all articles, a page at a time: searched, filtered, sorted.

import { confidenceOf, dateOf, findArticles, guessOf, leftOf, loadReasons, sectionOf, topicOf } from "./articles.mjs";
import { byId, element, say, sureness, valueOf } from "./elements.mjs";
import { orderPeriod } from "./periods.mjs";
import { headline } from "./reader.mjs";

const ROWS = 10;
const table = { page: 0, found: [], sections: [], topics: [] };

export function startTable() {
  if (!byId("article-rows")) return;
  // the filters hold the names that readers know
  table.sections = optionTexts("articles-section");
  table.topics = optionTexts("articles-topic");
  byId("article-controls").addEventListener("input", search);
  byId("article-controls").addEventListener("submit", (event) => event.preventDefault());
  byId("articles-previous").addEventListener("click", () => turn(-1));
  byId("articles-following").addEventListener("click", () => turn(1));
  search();
}

function optionTexts(id) {
  const list = byId(id);
  return list ? Object.fromEntries([...list.options].map((option) => [option.value, option.text])) : {};
}

function search() {
  const [from, to] = orderPeriod(valueOf("articles-from"), valueOf("articles-to"));
  table.found = findArticles({
    words: valueOf("articles-search").trim(),
    section: valueOf("articles-section"),
    topic: valueOf("articles-topic"),
    from,
    to,
    onlyReview: byId("articles-review").checked,
    order: valueOf("articles-order"),
  });
  table.page = 0;
  showRows();
}

function turn(by) {
  table.page += by;
  showRows();
}

async function showRows() {
  const why = await loadReasons();
  const pages = Math.max(1, Math.ceil(table.found.length / ROWS));
  const shown = table.found.slice(table.page * ROWS, (table.page + 1) * ROWS);
  byId("article-rows").replaceChildren(...shown.map((article) => tableRow(article, why)));
  byId("articles-count").textContent = say("articles.count", { n: table.found.length, page: table.page + 1, pages });
  byId("articles-previous").disabled = table.page === 0;
  byId("articles-following").disabled = table.page + 1 >= pages;
}

function tableRow(article, why) {
  return element(
    "tr",
    {},
    element("td", {}, headline(article)),
    element("td", { class: "key" }, dateOf(article)),
    element("td", {}, ...sectionCell(article)),
    element("td", { class: "n" }, sureness(confidenceOf(article))),
    element("td", {}, table.topics[topicOf(article)] || ""),
    element("td", { class: "why" }, why ? why[article] : ""),
  );
}

/** The section of an article; where it is left to a person, the best guess and the reason. */
function sectionCell(article) {
  const guess = sectionOf(article) < 0 && guessOf(article) >= 0;
  const likelier = guess ? say("articles.guess", { section: table.sections[guessOf(article)] }) : "";
  const more = [likelier, leftOf(article)].filter(Boolean).join(say("articles.comma"));
  const section = table.sections[sectionOf(article)];
  return more ? [section, " ", element("small", {}, more)] : [section];
}
