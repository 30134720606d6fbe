// Shows the chosen article of a page, with what can be done to it.

import { button, element, fill } from "../base/elements.mjs";
import { kindOf } from "../base/story.mjs";
import { say, sureness } from "../base/texts.mjs";
import { articleColor } from "./lines.mjs";
import { reasonOf } from "./reasons.mjs";

// Acts in the order of the buttons, with their keys.
export const ACTS = [
  ["right", "r"],
  ["cut", "c"],
  ["join", "m"],
  ["headline", "h"],
  ["furniture", "f"],
  ["text", "t"],
  ["title", "e"],
];

/** Fill the panel for a choice on a page. */
export function showPanel(node, choice) {
  const { cut, article, line, entries, aiming, can, act, undo, cancel } = choice;
  fill(
    node,
    article ? described(article) : element("p", { class: "soft" }, say("cuts.choose")),
    line && lines(line, choice),
    !can && element("p", { class: "soft" }, say("cuts.cannot")),
    aiming ? aim(cancel) : acts(entries, can, act),
    corrections(cut, can, undo),
    remarks("cuts.problems", cut.problems),
    remarks("cuts.notes", cut.notes),
  );
}

function described(article) {
  return element(
    "div",
    { class: "chosen", vars: { "--c": articleColor(article.index) } },
    element("h3", { lang: "zh-Hans" }, article.title || say("article.no_title")),
    element(
      "p",
      { class: "soft" },
      article.doubtful ? element("span", { class: "doubt" }, say("cuts.doubtful", { share: sureness(article.confidence) })) : say("cuts.sure", { share: sureness(article.confidence) }),
      kindOf(article) && ` · ${kindOf(article)}`,
    ),
    article.reason && element("p", { class: "reason" }, reasonOf(article)),
  );
}

/** The chosen line, or the first and the number of the last; a button lets the next press take in all between. */
function lines(line, { first, last, several, takeSeveral }) {
  const numbers = last > first ? say("cuts.lines_from", { first, last }) : say("cuts.line", { n: first });
  const turn = button(say("cuts.several"), takeSeveral, { class: "small", "aria-pressed": String(several), "aria-keyshortcuts": "s" });
  const text = element("p", {}, element("span", { class: "soft" }, numbers), " ", element("span", { lang: "zh-Hans" }, line.text.trim()));
  return element("div", { class: "line-chosen" }, text, turn);
}

function acts(entries, can, act) {
  const shown = ACTS.filter(([name]) => entries[name] || ["cut", "join", "headline", "furniture"].includes(name));
  const draw = ([name, key]) =>
    button("", () => act(name), { class: "act", disabled: !can || !entries[name], "aria-keyshortcuts": key, title: say(`act.${name}_says`) });
  return element("div", { class: "cut-acts" }, shown.map((one) => {
    const node = draw(one);
    node.append(element("kbd", { "aria-hidden": "true" }, one[1]), element("span", {}, say(`act.${one[0]}`)));
    return node;
  }));
}

function aim(cancel) {
  return element("div", { class: "aim-box" }, element("p", {}, say("cuts.aim")), button(say("cuts.cancel"), cancel, { class: "small" }));
}

function corrections(cut, can, undo) {
  if (!cut.corrections.length) return null;
  const entry = (one) => {
    const name = nameOf(one.action, one.to);
    const says = `${say("label.undo")}: ${name} ${one.text}`;
    const away = button("×", () => undo(one), { class: "small close", disabled: !can, "aria-label": says, title: says, "aria-keyshortcuts": one.last ? "u" : null });
    return element("li", {}, element("span", {}, element("b", {}, name), " ", element("span", { class: "soft", lang: "zh-Hans" }, one.text)), one.own && away);
  };
  return element("section", { class: "side corrections" }, element("h3", {}, say("cuts.corrections")), element("ul", {}, cut.corrections.map(entry)));
}

/** What a correction did, in the words of the buttons where there is one for it. */
function nameOf(action, to) {
  if (action !== "move") return say(`act.${action}`);
  return say(`act.${{ furniture: "furniture", text: "text" }[to] ?? "title"}`);
}

function remarks(key, texts) {
  if (!texts?.length) return null;
  return element("section", { class: "side" }, element("h3", {}, say(key)), element("ul", { lang: "en" }, texts.map((text) => element("li", {}, text))));
}
