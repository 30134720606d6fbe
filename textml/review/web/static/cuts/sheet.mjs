// Shows an open page, as its picture where there is one, or as its lines.

import { button, element, fill } from "../base/elements.mjs";
import { recall, remember } from "../base/settings.mjs";
import { say } from "../base/texts.mjs";
import { drawLines, markLines, revealLine } from "./lines.mjs";
import { drawPicture, markPicture, revealMarks } from "./picture.mjs";
import { applyZoom, widthFor, zoomStep } from "./zoom.mjs";

// Milliseconds in which the parts of the view take their places.
const SETTLED = 60;

/** Draw a page into the parts of the view; `pick` and `drop` are told of presses and of headlines that were dragged. */
export function drawSheet(parts, cut, { pick, drop, turn }) {
  const asPicture = Boolean(cut.picture) && showsPictures();
  const { scrollTop, scrollLeft } = parts.page;
  parts.asPicture = asPicture;
  parts.view = asPicture ? drawPicture(cut, { pick, drop, pixels: widthFor(parts.page) }) : drawLines(cut, { pick, drop });
  fill(parts.page, parts.view);
  applyZoom(parts.page);
  Object.assign(parts.page, { scrollTop, scrollLeft });
  const back = element("a", { href: "#cuts", class: "back" }, `‹ ${say("cuts.pages")}`);
  const other = say(asPicture ? "cuts.as_lines" : "cuts.as_picture");
  const turner = cut.picture && button(other, turn, { class: "small", "aria-keyshortcuts": "v" });
  fill(parts.head, back, element("h3", {}, cut.page), asPicture && zoomButtons(parts.page), turner);
}

function zoomButtons(room) {
  const one = (sign, key, direction, shortcut) =>
    button(sign, () => zoomStep(room, direction), { class: "small", "aria-label": say(key), title: say(key), "aria-keyshortcuts": shortcut });
  return element("div", { class: "zoom-buttons" }, one("−", "cuts.smaller", -1, "-"), one("+", "cuts.larger", 1, "+"));
}

function showsPictures() {
  return recall("cuts_as", "picture") === "picture";
}

/** From now on show lines rather than pictures, or the other way round. */
export function turnSheets() {
  remember("cuts_as", showsPictures() ? "lines" : "picture");
}

/** Mark the chosen article and lines. */
export function markSheet(parts, cut, choice) {
  if (parts.asPicture) markPicture(parts.view, cut, choice);
  else markLines(parts.view, choice);
}

/** Bring the chosen line into view; to the middle once more when the bar of a phone has taken its place. */
export function revealChoice(parts, number, block) {
  const view = parts.view;
  const act = () => (parts.asPicture ? revealMarks(view, block) : revealLine(view, number, block));
  act();
  if (block === "center") setTimeout(() => parts.view === view && act(), SETTLED);
}
