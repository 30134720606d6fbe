// Asks once who labels.

import { element } from "./elements.mjs";
import { recall, remember } from "./settings.mjs";
import { say } from "./texts.mjs";

const LONGEST = 60;
let owner = "";

/** Say who counts while the field is empty: the person who started the page. */
export function setOwner(name) {
  owner = name ?? "";
}

/** A small field for the name, which may stay empty; `changed` gets a new one. */
export function person(changed = () => {}) {
  const field = element("input", {
    type: "text",
    id: "by",
    maxlength: LONGEST,
    autocomplete: "nickname",
    placeholder: owner || say("label.name_hint"),
    change: () => {
      remember("by", field.value.trim());
      changed(field.value.trim());
    },
    keydown: (event) => event.key === "Enter" && !event.isComposing && field.blur(),
  });
  field.value = recall("by", "");
  return element("p", { class: "person" }, element("label", { for: "by" }, say("label.name")), field);
}
