// Elements from texts and numbers. Whatever comes from articles goes in as text, never as markup.

const SVG = "http://www.w3.org/2000/svg";
const spoken = JSON.parse(document.getElementById("texts").textContent);

/** A text of the page's language, values filled in for {names}. */
function say(key, values = {}) {
  return spoken[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

/** An HTML element with attributes and children; children that are strings become text. */
function element(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** The same for SVG. */
function drawn(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(name, value);
    else if (value !== null && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

function byId(id) {
  return document.getElementById(id);
}

/** A share in [0, 1] as per cent, with a decimal where it is small. */
function percent(share) {
  return share > 0 && share < 0.0995 ? `${(100 * share).toFixed(1)} %` : `${Math.round(100 * share)} %`;
}
