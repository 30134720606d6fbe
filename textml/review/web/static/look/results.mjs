// Lists the articles that were looked for beside the one that is read.

import { read } from "../base/api.mjs";
import { element, fill, reveal } from "../base/elements.mjs";
import { failureWords } from "../base/server_words.mjs";
import { sectionTag, story } from "../base/story.mjs";
import { count, say, sureness } from "../base/texts.mjs";
import { addressOf } from "./address.mjs";

const SIZE = 30;

let shown = null;

/** Show another article of the results on screen; false if they are of another search, which has to be shown first. */
export function openBeside(want, topics) {
  if (!shown?.box.isConnected || shown.key !== keyOf(want)) return false;
  shown.box.classList.toggle("reading", Boolean(want.id));
  shown.id = want.id;
  markHere(want.id);
  if (want.id) showArticle(shown.reader, want, want.id, topics);
  else hint(shown.reader);
  return true;
}

/** Fill a box with the results of a wish. */
export async function showResults(box, want, topics) {
  const page = Number(want.page ?? 1);
  const { id, ...rest } = want;
  const list = element("div", { class: "results" }, element("p", { class: "soft" }, say("page.loading")));
  const reader = element("div", { class: "reader" });
  const two = element("div", { class: id ? "look-two reading" : "look-two" }, list, reader);
  const mine = { key: keyOf(want), id, box: two, list, reader };
  shown = mine;
  fill(box, two);
  const opened = id ? showArticle(reader, want, id, topics) : hint(reader);
  const [found] = await Promise.all([read("/api/articles", { ...rest, page, size: SIZE }), opened]);
  const line = element("p", { class: "soft", role: "status" }, found.n ? say("look.n", { n: count(found.n) }) : say("search.nothing"));
  fill(list, line, element("ul", {}, found.articles.map((article) => row(article, want))), turner(want, page, found.n));
  if (shown === mine) markHere(shown.id);
}

/** What tells one list of results from another: all that is asked for but the article to read. */
function keyOf({ id: _, ...rest }) {
  return JSON.stringify([rest, document.documentElement.lang]);
}

function markHere(id) {
  for (const link of shown.list.querySelectorAll("li > a")) {
    if (link.dataset.id === id) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  reveal(shown.list.querySelector("[aria-current]"));
}

function hint(reader) {
  fill(reader, element("p", { class: "soft wait" }, say("look.choose")));
}

async function showArticle(reader, want, id, topics) {
  try {
    const article = await read("/api/article", { id });
    if (shown.id !== id) return;
    const back = element("a", { class: "back", href: addressOf(want, { id: "" }) }, `‹ ${say("look.results")}`);
    const label = element("a", { class: "button", href: `#label?id=${encodeURIComponent(id)}` }, say("look.label_it"));
    const text = story(article, { found: (want.q ?? "").split(/\s+/).filter(Boolean), actions: said(article, topics) });
    fill(reader, element("div", { class: "reader-head" }, back, label), text);
    window.scrollTo({ top: 0, behavior: "instant" });
  } catch (error) {
    fill(reader, element("p", { class: "wait" }, failureWords(error)));
  }
}

/** What the model and people say of an article, for the line below its headline. */
function said(article, topics) {
  const topic = topics.find(({ id, name }) => String(id) === String(article.topic) || name === article.topic);
  return [
    article.section && element("span", {}, say("look.model"), " ", sectionTag(article.section), " ", sureness(article.confidence)),
    !article.section && element("span", {}, say("look.left")),
    article.label && element("span", {}, say("look.person"), " ", sectionTag(article.label)),
    topic && element("a", { href: addressOf({ topic: String(topic.id) }), lang: "zh-Hans" }, topic.name),
  ];
}

function row(article, want) {
  return element(
    "li",
    {},
    element(
      "a",
      { href: addressOf(want, { id: article.id }), "data-id": article.id },
      element("span", { class: "result-title", lang: "zh-Hans" }, article.title || say("article.no_title")),
      element("span", { class: "result-snippet soft", lang: "zh-Hans" }, article.snippet),
      element("span", { class: "result-meta soft" }, element("span", {}, article.date), tagOf(article)),
    ),
  );
}

function tagOf(article) {
  if (article.label) return element("span", { class: "by-person" }, sectionTag(article.label), " ✓");
  return article.section ? sectionTag(article.section) : element("span", {}, say("look.left"));
}

function turner(want, page, n) {
  const last = Math.ceil(n / SIZE);
  if (last < 2) return null;
  const link = (to, text, name) =>
    to >= 1 && to <= last
      ? element("a", { class: "button", href: addressOf(want, { page: String(to), id: "" }), "aria-label": name }, text)
      : element("span", { class: "button off", "aria-hidden": "true" }, text);
  return element(
    "nav",
    { class: "turner", "aria-label": say("look.pages") },
    link(page - 1, "‹", say("look.before")),
    element("span", { class: "soft" }, say("look.page_of", { page: count(page), last: count(last) })),
    link(page + 1, "›", say("look.after")),
  );
}
