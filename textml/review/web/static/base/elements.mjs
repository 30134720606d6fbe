// Builds elements from texts and numbers; what comes from articles goes in as text, never as markup.

const SVG = "http://www.w3.org/2000/svg";

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
    else if (name === "vars") setVars(node, value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** Custom properties go through the object model: the content security policy forbids style attributes. */
export function setVars(node, vars) {
  for (const [name, value] of Object.entries(vars)) node.style.setProperty(name, value);
}

/** Replace what an element holds. */
export function fill(node, ...children) {
  node.replaceChildren(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** A button that says what it does. */
export function button(text, press, attributes = {}) {
  return element("button", { type: "button", click: press, ...attributes }, text);
}

/** The same with the key that does it shown before its name. */
export function keyed(key, text, press, attributes = {}) {
  const node = button("", press, attributes);
  node.append(element("kbd", { "aria-hidden": "true" }, key), " ", element("span", {}, text));
  return node;
}

/** Let styles know how high a bar at the bottom of a phone is, for as long as it is there. */
export function measure(bar) {
  new ResizeObserver(() => setVars(document.documentElement, { "--bar": `${bar.offsetHeight}px` })).observe(bar);
  return bar;
}

/** A text for screen readers alone. */
export function unseen(text) {
  return element("span", { class: "unseen" }, text);
}

/** Whether the reader has room for two columns. */
export function isWide() {
  return window.matchMedia("(min-width: 60rem)").matches;
}

/** Bring an element into view; with "nearest" nothing moves if it is in view already. */
export function reveal(node, block = "nearest") {
  if (node) node.scrollIntoView({ block, inline: "nearest" });
}
