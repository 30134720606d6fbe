// Says once that the model is sure of all articles that are left.

import { element } from "../base/elements.mjs";
import { say } from "../base/texts.mjs";

const SURE = 0.95;
let toldAt = "";

/** The line above an article, if it and all that come next are ones of which the model is sure; otherwise null. */
export function calmLine(article, next) {
  if (article.found || article.label) return null;
  if (![article, ...next].every(isSure)) {
    toldAt = "";
    return null;
  }
  toldAt ||= article.id;
  return toldAt === article.id ? element("p", { class: "calm", role: "status" }, say("label.rest_is_sure")) : null;
}

function isSure({ proba, by_keywords: guessed }) {
  return !guessed && (proba?.[0]?.share ?? 0) >= SURE;
}
