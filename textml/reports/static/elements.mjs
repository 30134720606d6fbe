// Builds elements from texts and numbers. What comes from articles goes in as text, never as markup.

const SVG = "http://www.w3.org/2000/svg";
// A little more, so that halves go up which a number holds as a little less: 100 * 0.575 is 57.49999999999999.
const HALF = 0.5 + 1e-9;
let texts = null;

/** A text of the page's language, with values filled in for {names}. */
export function say(key, values = {}) {
  texts = texts || JSON.parse(byId("texts").textContent);
  return fillIn(texts[key], values);
}

export function fillIn(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

/** An HTML element with attributes, listeners (attributes that are functions) and children; strings become text. */
export function element(tag, attributes = {}, ...children) {
  return complete(document.createElement(tag), attributes, children);
}

/** The same for SVG. */
export function drawn(tag, attributes = {}, ...children) {
  return complete(document.createElementNS(SVG, tag), attributes, children);
}

function complete(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(name, value);
    else if (value !== null && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

export function byId(id) {
  return document.getElementById(id);
}

/** The value of a control; "" where the page has no such control. */
export function valueOf(id) {
  const control = byId(id);
  return control ? control.value : "";
}

/** A share in [0, 1] in per cent: whole from 10 % on, one decimal below, as in Python (sentences.percent). */
export function percent(share) {
  const tenths = Math.floor(1000 * share + HALF);
  return share > 0 && tenths < 100 ? `${(tenths / 10).toFixed(1)} %` : `${Math.floor(100 * share + HALF)} %`;
}

/** A probability of a model in per cent, never 100 %: no model is certain. As in Python (sentences.sureness). */
export function sureness(probability) {
  const whole = Math.floor(100 * probability + HALF);
  if (whole >= 100) return ">99 %";
  return whole < 1 ? "<1 %" : `${whole} %`;
}
