// Draws the bar that says which articles are looked for.

import { button, element } from "../base/elements.mjs";
import { allSections, titleOf } from "../base/sections.mjs";
import { say } from "../base/texts.mjs";
import { addressOf } from "./address.mjs";

/** The bar for a wish; a change goes into the address, which shows it. */
export function filters(want, { topics, issues }) {
  const go = (changes) => (location.hash = addressOf(want, { page: "", id: "", ...changes }));
  const field = element("input", { type: "search", id: "words", placeholder: say("search.words"), "aria-label": say("search.words"), enterkeyhint: "search" });
  field.value = want.q ?? "";
  const section = choice("section", want.left ? "?left" : want.section, sectionOptions(), (value) =>
    go(value === "?left" ? { section: "", left: "true" } : { section: value, left: "" }),
  );
  const form = element(
    "form",
    { class: "filters", role: "search", submit: (event) => (event.preventDefault(), go({ q: field.value.trim() })) },
    field,
    section,
    choice("topic", want.topic, topics.map(({ id, name }) => [String(id), name]), (value) => go({ topic: value })),
    choice("issue", want.issue, issues.map(({ date }) => [date, date]).filter(([date]) => date).reverse(), (value) => go({ issue: value })),
    choice("labelled", want.labelled, [["true", say("look.labelled_yes")], ["false", say("look.labelled_no")]], (value) => go({ labelled: value })),
    element("button", { type: "submit", class: "main" }, say("label.search")),
  );
  if (Object.keys(want).length) form.append(button(say("look.all"), () => (location.hash = "#look"), { class: "quiet" }));
  return form;
}

function sectionOptions() {
  return [...allSections().map(({ key }) => [key, titleOf(key)]), ["?left", say("look.left")]];
}

function choice(name, value, options, change) {
  const label = say(`look.any_${name}`);
  const node = element("select", { "aria-label": label, change: () => change(node.value) }, element("option", { value: "" }, label));
  node.append(...options.map(([key, title]) => element("option", { value: key }, title)));
  node.value = value ?? "";
  node.classList.toggle("set", Boolean(node.value));
  return node;
}
