// Lets a headline be dragged to another article on the picture of a page.

import { drawn } from "../base/elements.mjs";

// Pixels that tell a drag from a press that trembles.
const TREMBLE = 8;
// Milliseconds within which a browser sends the click after a release.
const CLICK = 50;

/**
 * Listen on the overlay of a picture. `lineAt(event, index)` finds the line of an article under the pointer,
 * `isTitle(number)` says whether it may be dragged, `drop(line, target)` gets both lines.
 */
export function listenToHeadlines(over, { lineAt, isTitle, drop }) {
  let drag = null;
  const stop = () => {
    drag?.rope?.remove();
    for (const node of over.querySelectorAll(".aim")) node.classList.remove("aim");
    drag = null;
  };
  over.addEventListener("pointerdown", (event) => {
    const line = event.pointerType === "touch" || event.button ? null : under(event, lineAt);
    if (line && isTitle(line)) drag = { line, x: event.clientX, y: event.clientY, index: indexUnder(event) };
  });
  over.addEventListener("pointermove", (event) => {
    if (!drag || Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < TREMBLE) return;
    drag.rope ??= over.appendChild(drawn("line", { class: "rope" }));
    const [from, to] = [inside(over, drag.x, drag.y), inside(over, event.clientX, event.clientY)];
    for (const [name, value] of Object.entries({ x1: from.x, y1: from.y, x2: to.x, y2: to.y })) drag.rope.setAttribute(name, value);
    const aim = indexUnder(event);
    for (const node of over.querySelectorAll(".boxes")) {
      node.classList.toggle("aim", node.dataset.article === aim && aim !== drag.index);
    }
  });
  over.addEventListener("pointerup", (event) => {
    if (!drag?.rope) return stop();
    const { line, index } = drag;
    stop();
    swallowClick();
    const aim = indexUnder(event);
    const target = aim !== undefined && aim !== index ? under(event, lineAt) : null;
    if (target) drop(line, target);
  });
  over.addEventListener("pointerleave", stop);
}

/** The press that ends a drag chooses nothing. */
function swallowClick() {
  const swallow = (click) => click.stopPropagation();
  addEventListener("click", swallow, { capture: true });
  setTimeout(() => removeEventListener("click", swallow, { capture: true }), CLICK);
}

function indexUnder(event) {
  const found = document.elementFromPoint(event.clientX, event.clientY);
  return found?.closest(".boxes")?.dataset.article;
}

function under(event, lineAt) {
  const index = indexUnder(event);
  return index === undefined ? null : lineAt(event, Number(index));
}

/** A place on the screen in the units of the picture. */
export function inside(over, x, y) {
  const inverse = over.getScreenCTM()?.inverse();
  return inverse ? new DOMPoint(x, y).matrixTransform(inverse) : new DOMPoint(0, 0);
}
