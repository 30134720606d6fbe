// Draws an article as a newspaper prints it.

import { element, fill } from "./elements.mjs";
import { markWords } from "./marks.mjs";
import { colorOf, titleOf } from "./sections.mjs";
import { say } from "./texts.mjs";

// Stands for a section where a word was looked for.
const FOUND = "*";

/** An article: kicker, headline, subtitle, where it stood, text. Its headline can take the focus. */
export function story(article, { words = article.words ?? [], found = [], level = "h2", actions = [] } = {}) {
  const all = [...found.map((word) => ({ word, section: FOUND })), ...words];
  return element(
    "article",
    { class: "story" },
    article.column && line("column", article.column),
    article.kicker && line("kicker", article.kicker),
    element(level, { class: "headline", tabindex: "-1", lang: "zh-Hans" }, headline(article, all)),
    article.subtitle && line("subtitle", article.subtitle),
    element("p", { class: "meta" }, [...whereOf(article), ...actions]),
    element("div", { class: "text", lang: "zh-Hans" }, paragraphs(article.body ?? "", all)),
  );
}

/** Mark the words of an article anew in the story that shows it; its headline keeps the focus. */
export function markAnew(node, article) {
  fill(node.querySelector(".headline"), headline(article, article.words));
  fill(node.querySelector(".text"), paragraphs(article.body ?? "", article.words));
}

function headline(article, words) {
  return article.title ? marked(article.title, words) : say("article.no_title");
}

function line(kind, text) {
  return element("p", { class: kind, lang: "zh-Hans" }, text);
}

/** What an item is, unless it is an article like most. */
export function kindOf({ kind }) {
  return kind && kind !== "article" ? say(`kind.${kind}`) : "";
}

/** Date and page of an article, as texts for a line. */
export function whereOf(article) {
  return [article.date, article.page_id, kindOf(article)].filter(Boolean).map((text) => element("span", {}, text));
}

function paragraphs(text, words) {
  const parts = text.split(/\n+/).filter((part) => part.trim());
  return parts.map((part) => element("p", {}, marked(part, words)));
}

function marked(text, words) {
  return markWords(text, words).map(({ text: piece, section }) => {
    if (!section) return piece;
    if (section === FOUND) return element("mark", { class: "found-word" }, piece);
    return element("mark", { vars: { "--c": colorOf(section) }, title: titleOf(section) }, piece);
  });
}

/** A name of a section with a dot in its colour. */
export function sectionTag(key, attributes = {}) {
  return element("span", { class: "tag", vars: { "--c": colorOf(key) }, ...attributes }, titleOf(key));
}
