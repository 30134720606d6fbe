// Sets the label of an article against the section that is likelier.

import { element, fill } from "../base/elements.mjs";
import { sectionTag } from "../base/story.mjs";
import { say, sureness } from "../base/texts.mjs";

/** Both sections with their probabilities, as they stand in the list. */
export function showVersus(node, one) {
  fill(node, side("errors.given", one.label, one.p_label), side("errors.likelier", one.likelier, one.p_likelier));
}

/** The same for the buttons of the sections. */
export function sharesOf({ label, likelier, p_label, p_likelier }) {
  return { label, proba: [{ section: likelier, share: p_likelier }, { section: label, share: p_label }] };
}

/** Words that spoke for the likelier section first: a word of both sections is marked for that one. */
export function likelierFirst(words, likelier) {
  return words.toSorted((a, b) => (b.section === likelier) - (a.section === likelier));
}

function side(key, section, probability) {
  return element(
    "div",
    { class: "versus-side" },
    element("span", { class: "soft" }, say(key)),
    element("b", {}, sectionTag(section)),
    element("span", { class: "n" }, sureness(probability)),
  );
}
