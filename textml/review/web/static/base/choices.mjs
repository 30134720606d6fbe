// Draws the sections as buttons, each with its key, its probability and its definition.

import { element, setVars } from "./elements.mjs";
import { allSections, colorOf, titleOf } from "./sections.mjs";
import { count, say, sureness } from "./texts.mjs";

const LONG_PRESS = 450;
const HOVER = 500;
// More sections than this are set smaller on a phone.
const MANY = 6;
let tip = null;

/** Buttons of all sections; `choose` gets the key of the one pressed. */
export function choices(choose) {
  const many = allSections().length > MANY;
  const box = element("div", { class: many ? "choices many" : "choices", role: "group", "aria-label": say("label.sections") });
  box.append(...allSections().map((section) => choice(section, choose)));
  return box;
}

function choice(section, choose) {
  const node = element(
    "button",
    { type: "button", class: "choice", "data-key": section.key, vars: { "--c": colorOf(section.key) } },
    section.number !== null && element("kbd", { "aria-hidden": "true" }, String(section.number)),
    element("span", { class: "choice-title" }, titleOf(section.key)),
    element("span", { class: "choice-share" }),
    element("span", { class: "choice-bar", "aria-hidden": "true" }, element("span")),
  );
  if (section.number !== null) node.setAttribute("aria-keyshortcuts", String(section.number));
  explain(node, section, choose);
  return node;
}

/** A press chooses; a long press or a pointer that rests shows what the section means. */
function explain(node, section, choose) {
  let timer = null;
  let told = false;
  const wait = (time) => {
    clearTimeout(timer);
    timer = setTimeout(() => ((told = true), showTip(node, section)), time);
  };
  const stop = () => (clearTimeout(timer), hideTip());
  node.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && wait(HOVER));
  node.addEventListener("pointerdown", (event) => ((told = false), event.pointerType === "mouse" ? stop() : wait(LONG_PRESS)));
  for (const name of ["pointerleave", "pointerup", "pointercancel", "blur"]) node.addEventListener(name, stop);
  node.addEventListener("contextmenu", (event) => event.preventDefault());
  node.addEventListener("focus", () => node.matches(":focus-visible") && wait(HOVER));
  node.addEventListener("click", (event) => {
    const held = told && event.detail > 0 && event.pointerType !== "mouse";
    told = false;
    stop();
    // the next article must not look as if it were labelled already
    node.blur();
    if (!held) choose(section.key);
  });
}

function showTip(node, section) {
  const text = section.definition || section.in_doubt;
  if (!text) return;
  hideTip();
  tip = element(
    "div",
    { class: "tip", role: "tooltip", vars: { "--c": colorOf(section.key) } },
    element("strong", {}, titleOf(section.key)),
    section.definition && element("p", { lang: "zh-Hans" }, section.definition),
    section.in_doubt && element("p", { class: "soft", lang: "zh-Hans" }, section.in_doubt),
    element("p", { class: "soft" }, say("label.n_labels", { n: count(section.n_labels) })),
  );
  document.querySelector("main").append(tip);
  const [at, size] = [node.getBoundingClientRect(), tip.getBoundingClientRect()];
  const left = at.left - size.width - 12;
  const beside = left > 8;
  setVars(tip, {
    left: `${beside ? left : Math.max(8, Math.min(at.left, innerWidth - size.width - 8))}px`,
    top: `${Math.max(8, beside ? Math.min(at.top, innerHeight - size.height - 8) : at.top - size.height - 8)}px`,
  });
}

/** Take the definition away. */
export function hideTip() {
  tip?.remove();
  tip = null;
}

/** Show what the model believes of an article, and which label it has. */
export function showShares(box, article) {
  const shares = new Map((article?.proba ?? []).map(({ section, share }) => [section, share]));
  const best = article?.proba?.[0]?.section;
  for (const node of box.querySelectorAll(".choice")) {
    const share = shares.get(node.dataset.key);
    setVars(node, { "--share": share ?? 0 });
    node.classList.toggle("likeliest", node.dataset.key === best);
    node.classList.toggle("given", Boolean(article?.label) && node.dataset.key === article.label);
    node.querySelector(".choice-share").textContent = share === undefined ? "" : sureness(share);
    node.disabled = false;
  }
}

/** Let a button light up for a moment, as when its key was pressed. */
export function flash(box, key) {
  const node = [...box.querySelectorAll(".choice")].find((choice) => choice.dataset.key === key);
  node?.animate?.([{ filter: "brightness(1.25)", transform: "scale(0.97)" }, {}], { duration: 180 });
}
