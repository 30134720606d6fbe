// Draws sections by month, and the course of one topic.

import { drawn, element } from "../base/elements.mjs";
import { colorOf, titleOf } from "../base/sections.mjs";
import { count, say } from "../base/texts.mjs";
import { addressOf } from "./address.mjs";

const CHART = { height: 260, left: 46, right: 6, top: 10, bottom: 26 };
// Room that the name of a month takes.
const LEAST_LABEL = 64;
const LEFT_COLOR = "var(--left)";

/** Bars of all months, stacked by section, largest at the bottom; each is a link to the articles of its month. */
export function stackedBars(run, { hidden, width, shares }) {
  const { months } = run;
  const parts = partsOf(run).filter(({ key }) => !hidden.has(key));
  const totals = months.map((_, place) => parts.reduce((sum, part) => sum + part.counts[place], 0));
  const top = shares ? 1 : niceTop(Math.max(...totals, 1));
  const wide = (width - CHART.left - CHART.right) / months.length;
  const y = (value) => CHART.height - CHART.bottom - (value / top) * (CHART.height - CHART.top - CHART.bottom);
  const viewBox = `0 0 ${width} ${CHART.height}`;
  const chart = drawn("svg", { viewBox, class: "bars", role: "group", "aria-label": describe(months, parts) });
  chart.append(...[0, 0.5, 1].map((share) => gridLine(share * top, y(share * top), width, shares)));
  months.forEach((name, place) => {
    const says = [`${name}: ${count(totals[place])}`, ...parts.filter((part) => part.counts[place]).map((part) => `${part.title} ${count(part.counts[place])}`)];
    const group = drawn("a", { class: "month", href: addressOf({ issue: name }), "aria-label": says.join(", ") });
    group.append(drawn("title", {}, says.join("\n")));
    const x = CHART.left + place * wide;
    let below = 0;
    for (const part of parts) {
      const value = shares ? part.counts[place] / Math.max(totals[place], 1) : part.counts[place];
      if (value) group.append(bar(x, wide, y(below + value), y(below), part.color));
      below += value;
    }
    group.append(drawn("rect", { class: "catch", x, width: wide, y: CHART.top, height: CHART.height - CHART.top - CHART.bottom }));
    chart.append(group);
  });
  chart.append(...monthNames(months, wide));
  return chart;
}

function bar(x, wide, top, bottom, color) {
  const gap = wide > 6 ? 1 : 0;
  const rect = drawn("rect", { x: x + gap, width: Math.max(wide - 2 * gap, 0.5), y: top, height: Math.max(bottom - top, 0) });
  rect.style.fill = color;
  return rect;
}

function gridLine(value, y, width, shares) {
  const text = shares ? `${Math.round(100 * value)}%` : count(Math.round(value));
  return drawn(
    "g",
    { class: "grid" },
    drawn("line", { x1: CHART.left, x2: width - CHART.right, y1: y, y2: y }),
    drawn("text", { x: CHART.left - 6, y: y + 4, "text-anchor": "end" }, text),
  );
}

/** As many names of months as have room. */
function monthNames(months, wide) {
  const every = Math.max(1, Math.ceil(LEAST_LABEL / wide));
  const y = CHART.height - 8;
  return months.flatMap((name, place) =>
    place % every ? [] : [drawn("text", { class: "month-name", x: CHART.left + (place + 0.5) * wide, y, "text-anchor": "middle" }, name)],
  );
}

function niceTop(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 1.2, 1.6, 2, 3, 4, 5, 6, 8, 10].map((step) => step * power).find((step) => step >= value);
}

/** The chart in words, for those who do not see it. */
function describe(months, parts) {
  const sum = (part) => part.counts.reduce((a, b) => a + b, 0);
  const said = parts.map((part) => `${part.title} ${count(sum(part))}`).join(", ");
  return say("look.chart_says", { from: months[0], to: months.at(-1), sections: said });
}

/** The sections with the titles and colours that they have everywhere on the page, then what is left to a person. */
function partsOf({ sections, left }) {
  const named = sections.map((section) => ({ ...section, title: titleOf(section.key), color: colorOf(section.key) }));
  return [...named, { key: "", title: say("look.left"), color: LEFT_COLOR, counts: left }];
}

/** The names of the colours; a press takes a section out of the chart, or back into it. */
export function legend(run, hidden, turn) {
  const entry = ({ key, title, color }) => {
    const tag = element("span", { class: "tag", vars: { "--c": color } }, title);
    const pressed = String(!hidden.has(key));
    return element("li", {}, element("button", { type: "button", "aria-pressed": pressed, click: () => turn(key) }, tag));
  };
  return element("ul", { class: "legend" }, partsOf(run).map(entry));
}

/** The course of a topic over the months, as an area. */
export function course(values, color) {
  const [width, height] = [220, 36];
  const top = Math.max(...values, 1e-9);
  const x = (place) => (place / Math.max(values.length - 1, 1)) * width;
  const y = (value) => height - 2 - (value / top) * (height - 4);
  const points = values.map((value, place) => `${x(place).toFixed(1)},${y(value).toFixed(1)}`).join(" ");
  const area = drawn("polygon", { points: `0,${height} ${points} ${width},${height}`, opacity: 0.18 });
  const line = drawn("polyline", { points, fill: "none", "stroke-width": 1.6, "vector-effect": "non-scaling-stroke" });
  return drawn("svg", { class: "course", viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: "none", "aria-hidden": "true", vars: { "--c": color } }, area, line);
}
