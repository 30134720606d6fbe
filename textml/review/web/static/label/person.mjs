// Asks once who labels.

import { element } from "../base/elements.mjs";
import { recall, remember } from "../base/settings.mjs";
import { say } from "../base/texts.mjs";

const LONGEST = 60;

/** A small field for the name, which may stay empty; `owner` is who counts then; `changed` gets the new name. */
export function person(owner, changed) {
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
