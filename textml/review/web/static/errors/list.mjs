// Lists labels that look wrong, the least likely first.

import { element, reveal } from "../base/elements.mjs";
import { sectionTag } from "../base/story.mjs";
import { count, say, sureness } from "../base/texts.mjs";

/** The list; `open` gets the id of the one that was pressed. */
export function errorList(errors, here, open) {
  const rows = errors.map((one, place) => row(one, one.id === here, place, open));
  const list = element("ol", {}, rows);
  requestAnimationFrame(() => reveal(list.querySelector("[aria-current]")));
  const place = errors.findIndex(({ id }) => id === here);
  const line = element("p", { class: "soft", role: "status" }, errors.length ? say("errors.count", { n: count(errors.length), place: count(place + 1) }) : "");
  return element("nav", { "aria-label": say("view.errors") }, line, list);
}

function row(one, here, place, open) {
  return element(
    "li",
    {},
    element(
      "button",
      { type: "button", class: "error-row", "aria-current": here ? "true" : null, click: () => open(one.id) },
      element("span", { class: "result-title", lang: "zh-Hans" }, one.title || one.snippet || say("article.no_title")),
      element("span", { class: "soft" }, sectionTag(one.label), " → ", sectionTag(one.likelier), " ", sureness(one.p_likelier)),
    ),
  );
}
