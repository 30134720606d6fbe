// Draws the small charts of one topic.

import { drawn, element, percent, say } from "./elements.mjs";
import { selectedRange } from "./periods.mjs";

const CHART = { width: 360, height: 130, left: 38, right: 8, top: 8, bottom: 22 };
// More points than this would cover each other.
const MANY_POINTS = 40;

/** Share of a topic over the periods with its interval; the selected periods are shaded. */
export function shareChart(topic, color, periods, from, to) {
  const { groups } = periods;
  const [share, low, high] = [periods.share[topic], periods.low[topic], periods.high[topic]];
  const top = Math.max(...high, 0.01);
  const x = (place) => CHART.left + (place / Math.max(groups.length - 1, 1)) * (CHART.width - CHART.left - CHART.right);
  const y = (value) => CHART.height - CHART.bottom - (value / top) * (CHART.height - CHART.top - CHART.bottom);
  const points = (values) => values.map((value, place) => `${x(place).toFixed(1)},${y(value).toFixed(1)}`);
  const band = [...points(high), ...points(low).reverse()].join(" ");
  const viewBox = `0 0 ${CHART.width} ${CHART.height}`;
  const chart = drawn("svg", { viewBox, role: "img", "aria-label": describeShares(groups, share), class: "chart" });
  const [first, last] = selectedRange(groups, from, to);
  if (first > 0 || last < groups.length - 1) chart.append(shade(x(first) - 3, x(last) + 3));
  chart.append(
    drawn("polygon", { points: band, fill: color, opacity: 0.22 }),
    drawn("polyline", { points: points(share).join(" "), fill: "none", stroke: color, "stroke-width": 2 }),
    drawn("path", { class: "axis", d: `M${CHART.left},${CHART.top}V${y(0)}H${CHART.width - CHART.right}` }),
    axisText(CHART.left - 4, y(top) + 8, percent(top), "end"),
    axisText(CHART.left - 4, y(0), "0", "end"),
    axisText(CHART.left, CHART.height - 5, groups[0], "start"),
    axisText(CHART.width - CHART.right, CHART.height - 5, groups[groups.length - 1], "end"),
  );
  if (groups.length <= MANY_POINTS) {
    const label = (value, place) => `${groups[place]}: ${percent(value)}`;
    chart.append(...share.map((value, place) => point(x(place), y(value), color, label(value, place))));
  }
  return chart;
}

/** The background of the selected periods. */
function shade(left, right) {
  const height = CHART.height - CHART.top - CHART.bottom;
  return drawn("rect", { class: "chosen", x: left, width: right - left, y: CHART.top, height });
}

function point(x, y, color, label) {
  return drawn("circle", { cx: x, cy: y, r: 3, fill: color }, drawn("title", {}, label));
}

function axisText(x, y, text, anchor) {
  return drawn("text", { x, y, "text-anchor": anchor, class: "axis-text" }, text);
}

/** The chart in words, for those who do not see it. */
function describeShares(groups, share) {
  const [least, most] = [Math.min(...share), Math.max(...share)];
  return say("map.course_says", {
    from: groups[0],
    to: groups[groups.length - 1],
    low: percent(least),
    low_at: groups[share.indexOf(least)],
    high: percent(most),
    high_at: groups[share.indexOf(most)],
  });
}

/** A line of a bar chart made of text: name, bar, number. */
export function bar(name, value, top, color, label) {
  const length = element("span", { class: "bar" });
  length.style.width = `${(100 * value) / Math.max(top, 1e-9)}%`;
  length.style.background = color;
  const track = element("span", { class: "track", "aria-hidden": "true" }, length);
  return element("li", {}, name, track, element("span", { class: "n" }, label));
}
