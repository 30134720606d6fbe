// Shows a whole run at one look: sections by month, topics, issues, figures.

import { button, element, fill } from "../base/elements.mjs";
import { recall, remember } from "../base/settings.mjs";
import { count, say } from "../base/texts.mjs";
import { addressOf } from "./address.mjs";
import { course, legend, stackedBars } from "./charts.mjs";

// A chart is drawn for the room it has, so that its names are as large as other text.
const WIDEST = 1208;
const MARGINS = 36;
// Sections that the reader has taken out of the chart.
const hidden = new Set();

/** The overview as elements. */
export function overview(run, { topics }) {
  const issues = element("div", {});
  const showMonth = (month) => fill(issues, issuesOf(run, month, showMonth));
  const latest = monthOf(run.issues.at(-1)?.date ?? "");
  showMonth(latest);
  return [sections(run), topicCards(topics), issues, figures(run.figures)];
}

function sections(run) {
  if (!run.months.length) return element("section", { class: "part" }, element("h2", {}, say("look.sections")), element("p", { class: "soft" }, say("look.no_dates")));
  const chart = element("div", { class: "chart" });
  const names = element("div", {});
  const turn = button("", () => (remember("shares", !recall("shares", false)), draw()), { class: "small" });
  const draw = () => {
    const shares = recall("shares", false);
    turn.textContent = say(shares ? "look.as_counts" : "look.as_shares");
    fill(names, legend(run, hidden, (part) => (hidden.has(part) ? hidden.delete(part) : hidden.add(part), draw())));
    fill(chart, stackedBars(run, { hidden, width: Math.min(innerWidth - MARGINS, WIDEST), shares }));
  };
  draw();
  const head = element("div", { class: "part-head" }, element("h2", {}, say("look.sections")), turn);
  return element("section", { class: "part" }, head, names, chart);
}

function topicCards(topics) {
  if (!topics.length) return null;
  return element("section", { class: "part" }, element("h2", {}, say("look.topics")), element("div", { class: "topics" }, topics.map(card)));
}

function card({ id, name, share, color, words, months }) {
  return element(
    "a",
    { class: "topic", href: addressOf({ topic: String(id) }), vars: { "--c": color } },
    element("h3", { lang: "zh-Hans" }, name),
    element("span", { class: "soft" }, say("look.share", { share: (100 * share).toFixed(share < 0.1 ? 1 : 0) })),
    element("p", { class: "topic-words", lang: "zh-Hans" }, others(name, words).join(" ")),
    months?.length > 1 && course(months, color),
  );
}

/** The words of a topic that its name does not say. */
function others(name, words) {
  const said = new Set(name.split(" "));
  return words.map(({ word }) => word).filter((word) => !said.has(word)).slice(0, 10);
}

function monthOf(date) {
  return date.slice(0, 7);
}

function issuesOf(run, month, showMonth) {
  if (!run.issues.length) return null;
  const months = [...new Set(run.issues.map(({ date }) => monthOf(date)))];
  const choice = element("select", { "aria-label": say("look.month"), change: () => showMonth(choice.value) }, months.map((name) => element("option", { value: name }, name || say("look.undated"))));
  choice.value = month;
  const head = element("div", { class: "part-head" }, element("h2", {}, say("look.issues")), choice);
  const here = run.issues.filter(({ date }) => monthOf(date) === month);
  return element("section", { class: "part" }, head, element("ul", { class: "issues" }, here.map(issue)));
}

function issue({ date, n_pages, n_articles }) {
  const counts = say(n_pages ? "look.issue" : "look.issue_articles", { pages: count(n_pages), articles: count(n_articles) });
  const name = element("b", {}, date || say("look.undated"));
  const content = [name, element("span", { class: "soft" }, counts)];
  return element("li", {}, date ? element("a", { href: addressOf({ issue: date }) }, content) : element("span", {}, content));
}

function figures(found) {
  if (!found.length) return null;
  const figure = ({ title, url }) =>
    element(
      "figure",
      {},
      element("a", { href: url, target: "_blank", rel: "noopener" }, element("img", { src: url, alt: title, loading: "lazy" })),
      element("figcaption", {}, title),
    );
  return element("section", { class: "part" }, element("h2", {}, say("look.figures")), element("div", { class: "figures" }, found.map(figure)));
}
