// Tells the article on screen what the models have learnt, without moving what a person reads.

import { read } from "../base/api.mjs";
import { fill } from "../base/elements.mjs";
import { markAnew } from "../base/story.mjs";
import { history, neighbours } from "./sides.mjs";

/**
 * Read an article again, and draw what has changed of it. `mine` says that its label was given here, where the server
 * may not know of it yet; true if the article is still on screen, as `isHere` says.
 */
export async function renew(article, parts, { mine, isHere }) {
  const fresh = await read("/api/article", { id: article.id });
  if (!isHere()) return false;
  const [past, words] = [article.history.length, JSON.stringify(article.words)];
  const { proba, confidence, by_keywords, neighbours: near, history: labels } = fresh;
  Object.assign(article, { proba, confidence, by_keywords, words: fresh.words, neighbours: near, history: labels });
  if (!mine) article.label = fresh.label;
  // A text of which a part is selected stays as it is.
  if (words !== JSON.stringify(fresh.words) && document.getSelection().isCollapsed) markAnew(parts.page, article);
  if (past !== labels.length) fill(parts.sides, neighbours(article), history(article));
  return true;
}
