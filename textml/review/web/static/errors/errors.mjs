// Shows labels that look wrong for a person to keep or change.

import { read } from "../base/api.mjs";
import { choices, flash, hideTip, showShares } from "../base/choices.mjs";
import { element, fill, keyed, measure } from "../base/elements.mjs";
import { clearNote, tellShortly } from "../base/notices.mjs";
import { post, watchOutbox, withdraw } from "../base/outbox.mjs";
import { sectionOfNumber, titleOf } from "../base/sections.mjs";
import { recall } from "../base/settings.mjs";
import { state, watchState } from "../base/state.mjs";
import { sectionTag, story } from "../base/story.mjs";
import { say, sureness } from "../base/texts.mjs";
import { errorList } from "./list.mjs";

let errors = [];
let here = "";
let generation = -1;
let loading = false;
let parts = null;
let unwatch = null;
const done = new Map();
const acts = [];

watchOutbox(({ entry, error }) => error && takeBack(entry));

/** Build the view. */
export async function showErrors(root) {
  const keep = keyed("k", say("errors.keep"), () => answer(current()?.label), { "aria-keyshortcuts": "k" });
  const change = keyed("↵", say("errors.change"), () => answer(current()?.likelier), { class: "main", "aria-keyshortcuts": "Enter" });
  const tools = [keyed("u", say("label.undo"), undo, { "aria-keyshortcuts": "u" }), keyed("␣", say("label.skip"), skip, { "aria-keyshortcuts": "Space" })];
  parts = {
    list: element("div", { class: "errors-list" }),
    page: element("div", { class: "read" }, element("p", { class: "wait soft" }, say("page.loading"))),
    versus: element("div", { class: "versus" }),
    choices: choices((key) => answer(key)),
    keep,
    change,
  };
  const acts = element("div", { class: "acts" }, tools);
  const panel = measure(element("div", { class: "panel" }, parts.versus, element("div", { class: "acts answer" }, keep, change), parts.choices, acts));
  fill(root, element("h2", { class: "unseen" }, say("view.errors")), element("div", { class: "errors" }, parts.list, parts.page, panel));
  generation = -1;
  unwatch = watchState((now) => now && now.generation !== generation && load());
  await load();
}

/** Forget the elements when another view comes. */
export function leaveErrors() {
  hideTip();
  unwatch?.();
  parts = null;
}

/** What keys do in this view. */
export const errorKeys = {
  k: () => answer(current()?.label),
  Enter: () => answer(current()?.likelier),
  digit: (number) => sectionOfNumber(number) && answer(sectionOfNumber(number).key),
  " ": () => skip(),
  u: () => undo(),
  ArrowDown: () => move(1),
  ArrowUp: () => move(-1),
};

function open() {
  return errors.filter(({ id }) => !done.has(id));
}

function current() {
  return open().find(({ id }) => id === here);
}

async function load() {
  if (loading) return;
  loading = true;
  try {
    const found = await read("/api/errors");
    const kept = current();
    errors = found.errors;
    generation = found.generation;
    // The one that is being read stays, even if the models no longer doubt it.
    if (kept && !errors.some(({ id }) => id === kept.id)) errors.unshift(kept);
    if (parts && current()) drawList();
    else show(open()[0]);
  } catch (error) {
    if (parts) fill(parts.page, element("p", { class: "wait" }, error.message || say("page.away")));
  } finally {
    loading = false;
  }
}

function drawList() {
  fill(parts.list, errorList(open(), here, (id) => show(open().find((one) => one.id === id))));
}

function show(one) {
  if (!parts) return;
  here = one?.id ?? "";
  drawList();
  for (const node of [parts.keep, parts.change]) node.disabled = !one;
  parts.choices.hidden = !one;
  if (!one) {
    fill(parts.versus);
    fill(parts.page, element("p", { class: "wait" }, say("errors.none")));
    return;
  }
  showShares(parts.choices, { label: one.label, proba: [share(one.likelier, one.p_likelier), share(one.label, one.p_label)] });
  fill(parts.versus, side("errors.given", one.label, one.p_label), side("errors.likelier", one.likelier, one.p_likelier));
  const text = story(one, { words: [] });
  fill(parts.page, text);
  window.scrollTo({ top: 0, behavior: "instant" });
  text.querySelector(".headline").focus({ preventScroll: true });
  addWords(one.id);
}

function share(section, probability) {
  return { section, share: probability };
}

function side(key, section, probability) {
  return element(
    "div",
    { class: "versus-side" },
    element("span", { class: "soft" }, say(key)),
    element("b", {}, sectionTag(section)),
    element("span", { class: "n" }, sureness(probability)),
  );
}

/** The words that spoke come a moment later: the list does not hold them. */
async function addWords(id) {
  try {
    const article = await read("/api/article", { id });
    // Its probabilities are not shown: the model has learnt the label that is in doubt.
    if (parts && here === id) fill(parts.page, story(article));
  } catch {
    // The text is there without them.
  }
}

function answer(section) {
  const one = current();
  if (!one || !section || !parts) return;
  if (state() && !state().can_label) return tellShortly(say("label.cannot"));
  flash(parts.choices, section);
  const entry = post({ id: one.id, section, by: recall("by", ""), chosen: "error check" });
  acts.push({ one, nonce: entry.nonce });
  tellShortly(element("span", { class: "mark" }, "✓"), say(section === one.label ? "errors.kept" : "errors.changed", { section: titleOf(section) }));
  finish(one);
}

function skip() {
  const one = current();
  if (!one) return;
  acts.push({ one, nonce: "" });
  clearNote();
  finish(one);
}

function finish(one) {
  const rows = open();
  const place = rows.indexOf(one);
  done.set(one.id, one);
  show(rows[place + 1] ?? rows[place - 1]);
}

function undo() {
  const last = acts.pop();
  if (!last) return tellShortly(say("label.nothing_to_undo"));
  const { one, nonce } = last;
  if (nonce && !withdraw(nonce)) post({ id: one.id, section: one.label, by: recall("by", ""), undoes: nonce });
  tellShortly(say("errors.undone"));
  reopen(one);
}

function reopen(one) {
  done.delete(one.id);
  if (!errors.some(({ id }) => id === one.id)) errors.unshift(one);
  show(errors.find(({ id }) => id === one.id));
}

/** The server refused an answer: its message is shown elsewhere; the article comes back. */
function takeBack(entry) {
  const place = acts.findIndex(({ nonce }) => nonce === entry.nonce);
  if (place < 0) return;
  const [{ one }] = acts.splice(place, 1);
  if (parts) reopen(one);
  else done.delete(one.id);
}

function move(direction) {
  const rows = open();
  const next = rows[rows.findIndex(({ id }) => id === here) + direction];
  if (next) show(next);
}
