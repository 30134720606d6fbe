// Knows the sections: titles, colours, and the keys that choose them.

import { read } from "./api.mjs";
import { say } from "./texts.mjs";

let sections = [];
let byKey = new Map();

/** Read the sections from the server. */
export async function readSections() {
  const answer = await read("/api/sections");
  const place = (section) => (section.reject ? 1e6 : (section.number ?? 1e5));
  sections = answer.sections.toSorted((a, b) => place(a) - place(b));
  byKey = new Map(sections.map((section) => [section.key, section]));
}

/** All sections in the order of their keys, the one of none last. */
export function allSections() {
  return sections;
}

/** The section of a number key; undefined if the number has none. */
export function sectionOfNumber(number) {
  return sections.find((section) => section.number === number);
}

/** The title of a section; what it is called when it has been taken out of the settings meanwhile. */
export function titleOf(key) {
  const section = byKey.get(key);
  if (section?.reject) return say("section.none");
  return section?.title ?? key;
}

/** The colour of a section; grey for none and for unknown ones. */
export function colorOf(key) {
  const section = byKey.get(key);
  return section?.color && !section.reject ? section.color : "#8a8f94";
}
