// Tells the article on screen what the models have learnt, without moving what a person reads.

import { read } from "../base/api.mjs";
import { fill } from "../base/elements.mjs";
import { story } from "../base/story.mjs";
import { history, neighbours } from "./sides.mjs";

/**
 * Read an article again, and draw what has changed of it. `mine` says that its label was given here, where the server
 * may not know of it yet; true if the article is still on screen, as `isHere` says.
 */
export async function renew(article, parts, { mine, isHere }) {
  const fresh = await read("/api/article", { id: article.id });
  if (!isHere()) return false;
  const [past, words] = [article.history.length, JSON.stringify(article.words)];
  const { proba, confidence, neighbours: near, history: labels } = fresh;
  Object.assign(article, { proba, confidence, words: fresh.words, neighbours: near, history: labels });
  if (!mine) article.label = fresh.label;
  if (words !== JSON.stringify(fresh.words)) markAnew(parts.page, article);
  if (past !== labels.length) fill(parts.sides, neighbours(article), history(article));
  return true;
}

/** Mark other words in the text, which keeps its place, unless the reader has selected a part of it. */
function markAnew(page, article) {
  if (!document.getSelection().isCollapsed) return;
  const focused = document.activeElement?.classList.contains("headline");
  const text = story(article);
  fill(page, text);
  if (focused) text.querySelector(".headline").focus({ preventScroll: true });
}
