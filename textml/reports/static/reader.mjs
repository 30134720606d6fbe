// Opens one article to read, over the page.

import { dateOf, idOf, loadReasons, textOf, titleOf } from "./articles.mjs";
import { byId, element } from "./elements.mjs";

/** The headline of an article as a button that opens it. */
export function headline(article) {
  const open = () => openArticle(article);
  return element("button", { type: "button", class: "link", click: open }, titleOf(article));
}

async function openArticle(article) {
  const [text, why] = await Promise.all([textOf(article), loadReasons()]);
  byId("reader-title").textContent = titleOf(article);
  const facts = [dateOf(article), idOf(article), why && why[article]];
  byId("reader-facts").textContent = facts.filter(Boolean).join(" · ");
  byId("reader-text").replaceChildren(...text.split("\n").map((paragraph) => element("p", {}, paragraph)));
  byId("reader").showModal();
  byId("reader").scrollTop = 0;
  byId("reader-title").focus();
}

export function startReader() {
  byId("reader-close").addEventListener("click", () => byId("reader").close());
  for (const title of document.querySelectorAll("[data-read]")) {
    title.replaceChildren(headline(Number(title.dataset.read)));
  }
}
