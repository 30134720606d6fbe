// Shows banners that stay until their cause is gone; short notes that go by themselves.

import { button, element, fill } from "./elements.mjs";
import { say } from "./texts.mjs";

const SHOWN = 3500;
const banners = new Map();
let place = null;
let note = null;
let timer = null;

/** The two places of notices on the page. */
export function noticePlaces() {
  place = element("div", { class: "banners", role: "status", "aria-live": "polite" });
  note = element("div", { class: "note", role: "status", "aria-live": "polite" });
  return [place, note];
}

/** Show a banner of a text or of nodes, or replace the one of the same cause; "" takes it away. Buttons are [text, act]. */
export function banner(cause, text, { kind = "warn", close = false, buttons = [] } = {}) {
  const now = JSON.stringify([wordsOf(text), kind, buttons.map(([name]) => name)]);
  if (banners.get(cause)?.now === now) return;
  if (text) banners.set(cause, { now, node: draw(cause, text, kind, close, buttons) });
  else if (!banners.delete(cause)) return;
  fill(place, [...banners.values()].map((entry) => entry.node));
}

function wordsOf(text) {
  return [text].flat().map((part) => part.textContent ?? part).join("");
}

function draw(cause, text, kind, close, buttons) {
  const acts = buttons.map(([name, act]) => button(name, act, { class: "small" }));
  const away = () => banner(cause, "");
  if (close) acts.push(button("×", away, { class: "small close", "aria-label": say("page.close") }));
  return element("div", { class: `banner ${kind}` }, element("p", {}, text), element("div", { class: "acts" }, acts));
}

/** Take the note away, as when another view comes. */
export function clearNote() {
  clearTimeout(timer);
  fill(note);
}

/** Show a note for some seconds. */
export function tellShortly(...content) {
  clearTimeout(timer);
  fill(note, element("p", {}, ...content));
  timer = setTimeout(() => fill(note), SHOWN);
}
