// Shows the chosen article of a page, with what can be done to it.

import { button, element, fill } from "../base/elements.mjs";
import { say, sureness } from "../base/texts.mjs";
import { articleColor } from "./lines.mjs";

// Acts in the order of the buttons, with their keys.
const ACTS = [
  ["right", "r"],
  ["cut", "c"],
  ["join", "m"],
  ["headline", "h"],
  ["furniture", "f"],
  ["text", "t"],
  ["title", "e"],
];

/** Fill the panel for a choice on a page. */
export function showPanel(node, { cut, article, line, entries, aiming, can, act, undo, cancel }) {
  fill(
    node,
    article ? described(article) : element("p", { class: "soft" }, say("cuts.choose")),
    line && element("p", { class: "line-chosen" }, element("span", { class: "soft" }, say("cuts.line", { n: line.number })), " ", element("span", { lang: "zh-Hans" }, line.text.trim())),
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
    ),
    article.reason && element("p", { class: "reason" }, article.reason),
  );
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
  return element("div", { class: "aiming" }, element("p", {}, say("cuts.aim")), button(say("cuts.cancel"), cancel, { class: "small" }));
}

function corrections(cut, can, undo) {
  if (!cut.corrections.length) return null;
  const entry = ({ text, last }) =>
    element("li", {}, element("span", { lang: "zh-Hans" }, text), last && button(say("label.undo"), undo, { class: "small", disabled: !can, "aria-keyshortcuts": "u" }));
  return element("section", { class: "side corrections" }, element("h3", {}, say("cuts.corrections")), element("ul", {}, cut.corrections.map(entry)));
}

function remarks(key, texts) {
  if (!texts?.length) return null;
  return element("section", { class: "side" }, element("h3", {}, say(key)), element("ul", {}, texts.map((text) => element("li", {}, text))));
}
