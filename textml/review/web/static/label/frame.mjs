// Builds the parts of the view that labels.

import { choices } from "../base/choices.mjs";
import { element, keyed, measure } from "../base/elements.mjs";
import { say } from "../base/texts.mjs";
import { strip } from "./strip.mjs";

/** The view as `box`, with the parts of it that change. */
export function frame({ give, skip, undo, search, name }) {
  const parts = {
    page: element("div", { class: "read" }),
    guess: element("p", { class: "guess" }),
    choices: choices(give),
    sides: element("div", { class: "sides" }),
    strip: strip(),
    undo: keyed("u", say("label.undo"), undo, { "aria-keyshortcuts": "u", disabled: true }),
    skip: keyed("␣", say("label.skip"), skip, { "aria-keyshortcuts": "Space", disabled: true }),
  };
  const asked = element("div", { class: "asked" }, element("h2", { class: "ask" }, say("label.ask")), parts.guess);
  const acts = element(
    "div",
    { class: "acts" },
    parts.undo,
    parts.skip,
    keyed("/", say("label.search"), search, { "aria-keyshortcuts": "/" }),
  );
  const panel = measure(element("div", { class: "panel" }, asked, parts.choices, acts));
  const beside = element("div", { class: "beside" }, name, parts.sides);
  parts.box = element("div", { class: "label" }, parts.strip, parts.page, panel, beside);
  return parts;
}
