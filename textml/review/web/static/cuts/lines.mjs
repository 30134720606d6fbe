// Draws a page as its lines, each in the colour of its article.

import { element, reveal } from "../base/elements.mjs";
import { say, sureness } from "../base/texts.mjs";
import { topLine } from "./corrections.mjs";

// The colours of the report's figures: neighbours stay apart for colour-blind readers too.
const COLORS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#7A5195", "#8C564B", "#4D9078", "#9A8FBF"];

/** The colour of an article by its place on the page. */
export function articleColor(index) {
  return COLORS[index % COLORS.length];
}

/** All lines as a list box; `pick(number, extend)` for a press, `drop(line, target)` for a headline that was dragged. */
export function drawLines(cut, { pick, drop }) {
  const firsts = new Set(cut.articles.map((article) => topLine(cut, article.index)));
  const articles = new Map(cut.articles.map((article) => [article.index, article]));
  const box = element("div", { class: "lines", role: "listbox", tabindex: "0", "aria-multiselectable": "true", "aria-label": say("cuts.lines"), lang: "zh-Hans" });
  box.append(...cut.lines.map((line, place) => row(line, articles.get(line.article), firsts.has(line.number), gapAbove(cut.lines, place))));
  box.addEventListener("click", (event) => {
    const number = numberOf(event.target);
    if (number) pick(number, event.shiftKey);
  });
  listenToDrags(box, drop);
  return box;
}

/** Whether blank lines were printed above a line. */
function gapAbove(lines, place) {
  return place > 0 && lines[place].number > lines[place - 1].number + 2;
}

function row(line, article, first, gap) {
  const part = article ? line.part : "furniture";
  const starts = first && article;
  return element(
    "div",
    {
      class: ["line", part, article?.doubtful && "doubtful", starts && "starts", gap && "gap"].filter(Boolean).join(" "),
      role: "option",
      id: `line-${line.number}`,
      "data-number": line.number,
      "data-article": article ? article.index : null,
      "aria-selected": "false",
      draggable: line.part === "title" && article ? "true" : null,
      vars: article ? { "--c": articleColor(article.index) } : {},
    },
    element("span", { class: "line-number", "aria-hidden": "true" }, String(line.number)),
    element("span", { class: "line-text" }, line.text),
    starts && article.doubtful && element("span", { class: "doubt" }, say("cuts.doubtful", { share: sureness(article.confidence) })),
  );
}

function numberOf(target) {
  return Number(target.closest?.("[data-number]")?.dataset.number ?? 0);
}

function listenToDrags(box, drop) {
  let dragged = 0;
  const aim = (index) => {
    for (const node of box.querySelectorAll(".aim")) node.classList.remove("aim");
    if (index !== undefined) for (const node of box.querySelectorAll(`[data-article="${index}"]`)) node.classList.add("aim");
  };
  box.addEventListener("dragstart", (event) => {
    dragged = numberOf(event.target);
    event.dataTransfer.setData("text/plain", String(dragged));
    event.dataTransfer.effectAllowed = "move";
  });
  box.addEventListener("dragover", (event) => {
    if (!dragged || !numberOf(event.target)) return;
    event.preventDefault();
    aim(event.target.closest("[data-number]").dataset.article);
  });
  box.addEventListener("drop", (event) => {
    event.preventDefault();
    const target = numberOf(event.target);
    if (dragged && target) drop(dragged, target);
  });
  box.addEventListener("dragend", () => ((dragged = 0), aim()));
}

/** Mark the chosen article and lines. */
export function markLines(box, { index, first, last }) {
  for (const node of box.children) {
    const number = Number(node.dataset.number);
    node.setAttribute("aria-selected", String(number >= first && number <= last));
    node.classList.toggle("mine", node.dataset.article !== undefined && Number(node.dataset.article) === index);
  }
  box.setAttribute("aria-activedescendant", `line-${first}`);
}

/** Bring a line into view. */
export function revealLine(box, number, block) {
  reveal(box.querySelector(`#line-${number}`), block);
}
