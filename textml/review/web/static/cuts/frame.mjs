// Builds the parts of the view that corrects cuts.

import { element, measure } from "../base/elements.mjs";
import { say } from "../base/texts.mjs";
import { listenToZoom } from "./zoom.mjs";

/** The view as `box`, with the parts of it that change; on a phone it shows the list, or the page that is `opened`. */
export function frame() {
  const parts = {
    list: element("div", { class: "cuts-pages" }),
    head: element("div", { class: "cuts-head" }),
    page: element("div", { class: "cuts-page" }),
    panel: measure(element("aside", { class: "cuts-panel", "aria-label": say("cuts.panel") })),
    view: null,
  };
  listenToZoom(parts.page);
  parts.box = element("div", { class: "cuts" }, parts.list, parts.head, parts.page, parts.panel);
  return parts;
}
