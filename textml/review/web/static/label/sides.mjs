// Draws what stands beside an article: labelled neighbours, the history of its labels.

import { read } from "../base/api.mjs";
import { element } from "../base/elements.mjs";
import { failureWords } from "../base/server_words.mjs";
import { sectionTag, story } from "../base/story.mjs";
import { moment, say } from "../base/texts.mjs";

/** Labelled articles that are most like this one; each opens on a press. */
export function neighbours(article) {
  const near = article.neighbours ?? [];
  if (!near.length) return null;
  return element("section", { class: "side" }, element("h3", {}, say("label.neighbours")), near.map(neighbour));
}

function neighbour({ id, title, section, similarity }) {
  const text = element("div", { class: "neighbour-text" }, element("p", { class: "soft" }, say("page.loading")));
  const summary = element(
    "summary",
    {},
    element("span", { class: "neighbour-title", lang: "zh-Hans" }, title || say("article.no_title")),
    element("span", { class: "soft" }, sectionTag(section), " ", say("label.similar", { share: Math.round(100 * similarity) })),
  );
  const open = async (event) => {
    if (!event.target.open || text.dataset.read) return;
    text.dataset.read = "yes";
    try {
      text.replaceChildren(story(await read("/api/article", { id }), { words: [], level: "h4" }));
    } catch (error) {
      text.replaceChildren(...failureWords(error));
    }
  };
  return element("details", { class: "neighbour", toggle: open }, summary, text);
}

/** Who gave this article which label, newest first. */
export function history(article) {
  const rows = article.history ?? [];
  if (!rows.length) return null;
  return element(
    "section",
    { class: "side" },
    element("h3", {}, say("label.history")),
    element("ul", { class: "history" }, rows.map(given)),
  );
}

function given({ section, by, at }) {
  const what = section ? sectionTag(section) : element("span", { class: "soft" }, say("label.taken_back"));
  const who = [by, moment(at)].filter(Boolean).join(" · ");
  return element("li", {}, what, " ", element("span", { class: "soft" }, who));
}
