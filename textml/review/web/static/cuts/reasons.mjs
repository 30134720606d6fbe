// Says why a page was cut as it was, in the language of the reader.

import { knows, language, say } from "../base/texts.mjs";

/** The reason of a cut, whose parts are names of cues; in Chinese, parts that have no Chinese name are left out. */
export function reasonOf(article) {
  const parts = article.reason.split("; ").filter(Boolean);
  const said = parts.map(word).filter(Boolean);
  return said.join(say("reason.and")) || article.reason;
}

function word(part) {
  const next = /^continues in (.+)$/.exec(part);
  if (next) return say("reason.continues", { id: next[1] });
  const name = part.replaceAll(" ", "_");
  if (knows(`reason.${name}`)) return say(`reason.${name}`);
  return language() === "zh" ? "" : part;
}
