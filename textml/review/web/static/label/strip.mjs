// Says in one line how far the labels are, and what the last ten brought.

import { drawn, element, fill, unseen } from "../base/elements.mjs";
import { count, language, say } from "../base/texts.mjs";

const TEN = 10;
// Fewer labels change the counts by chance.
const FEW = 5;

/** The line of progress. */
export function strip() {
  return element("div", { class: "strip" });
}

/** Draw it anew for a state of the server and the number of labels given in this session. */
export function showStrip(node, state, session) {
  if (!state) return;
  const goal = state.goal?.[language()];
  const parts = [
    item(say("strip.labels"), count(state.n_labels), "total"),
    item(say("strip.session"), count(session), "session"),
    gain(state.points ?? []),
    goal && element("span", { class: "strip-item goal" }, goal),
    state.fitting && element("span", { class: "fitting" }, element("span", { class: "pulse", "aria-hidden": "true" }), element("span", { class: "fitting-text" }, say("strip.fitting"))),
  ];
  const shown = JSON.stringify([state.n_labels, session, state.points, goal, state.fitting, document.documentElement.lang]);
  if (node.dataset.shown === shown) return;
  node.dataset.shown = shown;
  fill(node, parts);
}

function item(name, value, kind) {
  return element("span", { class: `strip-item ${kind}` }, name, " ", element("b", {}, value));
}

/** The point about ten labels before the last one; undefined without one. */
export function tenBefore(points) {
  const now = points.at(-1);
  const earlier = points.filter((point) => point.n_labels < now?.n_labels);
  return earlier.findLast((point) => now.n_labels - point.n_labels >= TEN) ?? earlier.at(0);
}

function gain(points) {
  const now = points.at(-1);
  const before = tenBefore(points);
  if (!now) return null;
  if (!before || now.n_labels - before.n_labels < FEW) return element("span", { class: "strip-item soft" }, say("strip.sure", { n: count(now.n_given) }));
  const parts = [say("strip.gain", { n: now.n_labels - before.n_labels, before: count(before.n_given), now: count(now.n_given) })];
  if (before.macro_f1 !== null && now.macro_f1 !== null) {
    parts.push(say("strip.f1", { before: before.macro_f1.toFixed(2), now: now.macro_f1.toFixed(2) }));
  }
  const up = now.n_given >= before.n_given;
  return element("span", { class: "strip-item gain" }, spark(points.map((point) => point.n_given)), unseen(up ? "↑ " : "↓ "), parts.join(say("strip.and")));
}

/** A line of values, as high as a letter. */
export function spark(values, { width = 48, height = 16 } = {}) {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const x = (place) => 2 + (place / Math.max(values.length - 1, 1)) * (width - 4);
  const y = (value) => height - 2 - ((value - low) / Math.max(high - low, 1e-9)) * (height - 4);
  const points = values.map((value, place) => `${x(place).toFixed(1)},${y(value).toFixed(1)}`).join(" ");
  return drawn("svg", { class: "spark", viewBox: `0 0 ${width} ${height}`, width, height, "aria-hidden": "true" }, drawn("polyline", { points }));
}
