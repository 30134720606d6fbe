// Draws the picture of a page with the boxes of its articles over it.

import { drawn, element, reveal } from "../base/elements.mjs";
import { say, sureness } from "../base/texts.mjs";
import { topLine } from "./corrections.mjs";
import { inside, listenToHeadlines } from "./drag.mjs";
import { articleColor } from "./lines.mjs";

const HATCH = 7;
// Height of the number of an article, as a share of the page.
const LABEL = 1 / 75;

/**
 * The picture; `pick(number)` gets the line that was pressed, or the first one of the article, `drop(line, target)` a
 * headline that was dragged; `pixels` is how wide it is fetched.
 */
export function drawPicture(cut, { pick, drop, pixels }) {
  const viewBox = `0 0 ${cut.width} ${cut.height}`;
  const over = drawn("svg", { viewBox, class: "over", role: "group", "aria-label": say("cuts.articles") }, hatches(cut));
  over.append(...cut.articles.map((article) => boxesOf(cut, article, pick)));
  over.append(drawn("g", { class: "chosen-lines" }));
  const isTitle = (number) => cut.lines.some((line) => line.number === number && line.part === "title");
  listenToHeadlines(over, { lineAt: (event, index) => lineUnder(cut, index, event, over), isTitle, drop });
  const picture = element("img", { src: `${cut.picture}${cut.picture.includes("?") ? "&" : "?"}width=${pixels}`, alt: say("cuts.picture", { page: cut.page }), width: cut.width, height: cut.height });
  return element("div", { class: "picture" }, picture, over);
}

/** Doubtful articles are hatched in their colour. */
function hatches(cut) {
  const pattern = ({ index }) =>
    drawn(
      "pattern",
      { id: `hatch-${index}`, width: HATCH, height: HATCH, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
      drawn("rect", { width: HATCH / 3, height: HATCH, fill: articleColor(index), opacity: 0.55 }),
    );
  return drawn("defs", {}, cut.articles.filter(({ doubtful }) => doubtful).map(pattern));
}

function boxesOf(cut, article, pick) {
  const { index, doubtful, boxes, title } = article;
  const color = articleColor(index);
  const fill = doubtful ? `url(#hatch-${index})` : color;
  const name = doubtful ? `${title} ${say("cuts.doubtful", { share: sureness(article.confidence) })}` : title;
  const open = (event) => pick(lineUnder(cut, index, event, event.currentTarget.ownerSVGElement) ?? topLine(cut, index));
  const group = drawn("g", {
    class: doubtful ? "boxes doubtful" : "boxes",
    "data-article": index,
    role: "button",
    tabindex: "0",
    "aria-label": name || say("article.no_title"),
    click: open,
    keydown: (event) => (event.key === "Enter" || event.key === " ") && (event.preventDefault(), pick(topLine(cut, index))),
  });
  group.append(...boxes.map((box) => rectangle(box, { fill, stroke: color, class: doubtful ? "box hatched" : "box" })));
  if (boxes.length) group.append(mark(boxes[0], index, doubtful, color, LABEL * cut.width));
  return group;
}

function rectangle([left, top, right, bottom], attributes) {
  return drawn("rect", { x: left, y: top, width: Math.max(right - left, 0), height: Math.max(bottom - top, 0), rx: 2, ...attributes });
}

/** The number of an article above the corner of its first box, with a question mark if it is doubtful. */
function mark([left, above], index, doubtful, color, height) {
  const width = (doubtful ? 2.1 : 1.3) * height;
  const top = Math.max(above - 0.8 * height, 0);
  return drawn(
    "g",
    { class: "box-mark" },
    drawn("rect", { x: left, y: top, width, height, rx: 2, stroke: color }),
    drawn("text", { x: left + width / 2, y: top + 0.8 * height, "text-anchor": "middle", "font-size": 0.8 * height }, doubtful ? `${index + 1} ?` : `${index + 1}`),
  );
}

/** The line of an article nearest to where the picture was pressed. */
function lineUnder(cut, index, event, over) {
  const at = inside(over, event.clientX, event.clientY);
  const away = ([left, top, right, bottom]) =>
    Math.hypot(Math.max(left - at.x, 0, at.x - right), Math.max(top - at.y, 0, at.y - bottom));
  const lines = cut.lines.filter((line) => line.article === index && line.box);
  return lines.toSorted((a, b) => away(a.box) - away(b.box))[0]?.number;
}

/** Bring the chosen lines into view. */
export function revealMarks(node, block) {
  reveal(node.querySelector(".chosen-lines").firstChild, block);
}

/** Mark the chosen article and lines. */
export function markPicture(node, cut, { index, first, last }) {
  for (const group of node.querySelectorAll(".boxes")) group.classList.toggle("mine", Number(group.dataset.article) === index);
  const lines = cut.lines.filter(({ number, box }) => box && number >= first && number <= last);
  const marks = node.querySelector(".chosen-lines");
  marks.replaceChildren(...lines.map(({ box }) => rectangle(box, {})));
}
