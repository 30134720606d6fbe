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
    choice("issue", want.issue, issueOptions(issues), (value) => go({ issue: value })),
    choice("labelled", want.labelled, [["true", say("look.labelled_yes")], ["false", say("look.labelled_no")]], (value) => go({ labelled: value })),
    element("button", { type: "submit", class: "main" }, say("label.search")),
  );
  if (Object.keys(want).length) form.append(button(say("look.all"), () => (location.hash = "#look"), { class: "quiet" }));
  return form;
}

/** A choice, or a group of choices under a name. */
function option([key, title]) {
  if (Array.isArray(title)) return element("optgroup", { label: key }, title.map(option));
  return element("option", { value: key }, title);
}

function sectionOptions() {
  return [...allSections().map(({ key }) => [key, titleOf(key)]), ["?left", say("look.left")]];
}

/** Months, which are beginnings of dates; below them single issues, the newest first. */
function issueOptions(issues) {
  const dates = issues.map(({ date }) => date).filter(Boolean).toReversed();
  const months = [...new Set(dates.map((date) => date.slice(0, 7)))];
  const group = (name, values) => [say(name), values.map((value) => [value, value])];
  return [group("look.months", months), group("look.issues", dates)];
}

function choice(name, value, options, change) {
  const label = say(`look.any_${name}`);
  const node = element("select", { "aria-label": label, change: () => change(node.value) }, element("option", { value: "" }, label));
  node.append(...options.map(option));
  node.value = value ?? "";
  node.classList.toggle("set", Boolean(node.value));
  return node;
}
