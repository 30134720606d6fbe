// Shows labels that look wrong for a person to keep or change.

import { read } from "../base/api.mjs";
import { choices, flash, hideTip, showShares } from "../base/choices.mjs";
import { element, fill, keyed, measure } from "../base/elements.mjs";
import { clearNote, tellShortly } from "../base/notices.mjs";
import { post, waiting, watchOutbox, withdraw } from "../base/outbox.mjs";
import { person } from "../base/person.mjs";
import { sectionOfNumber, titleOf } from "../base/sections.mjs";
import { failureWords } from "../base/server_words.mjs";
import { recall } from "../base/settings.mjs";
import { state, watchState } from "../base/state.mjs";
import { story } from "../base/story.mjs";
import { say } from "../base/texts.mjs";
import { errorList } from "./list.mjs";
import { likelierFirst, sharesOf, showVersus } from "./versus.mjs";

let errors = [];
let here = "";
let loading = false;
let missing = false;
let shownAt = 0;
let parts = null;
let unwatch = null;
// Answered or passed over: these are off the list until it is read again.
const done = new Map();
const acts = [];
// A key pressed within these milliseconds was meant for the article before.
const UNSEEN = 250;

watchOutbox(({ entry, error }) => error && takeBack(entry));

/** Build the view. */
export async function showErrors(root) {
  const keep = keyed("k", say("errors.keep"), () => answer(current()?.label), { "aria-keyshortcuts": "k" });
  const change = keyed("↵", say("errors.change"), () => answer(current()?.likelier), { class: "main", "aria-keyshortcuts": "Enter" });
  parts = {
    list: element("div", { class: "errors-list" }),
    page: element("div", { class: "read" }, element("p", { class: "wait soft" }, say("page.loading"))),
    versus: element("div", { class: "versus" }),
    choices: choices((key) => answer(key)),
    keep,
    change,
    undo: keyed("u", say("label.undo"), undo, { "aria-keyshortcuts": "u", disabled: true }),
    skip: keyed("␣", say("label.skip"), skip, { "aria-keyshortcuts": "Space", disabled: true }),
  };
  const tools = element("div", { class: "acts" }, parts.undo, parts.skip);
  const panel = measure(element("div", { class: "panel" }, parts.versus, element("div", { class: "acts answer" }, keep, change), parts.choices, tools));
  const beside = element("div", { class: "errors-beside" }, panel, person());
  fill(root, element("h2", { class: "unseen" }, say("view.errors")), element("div", { class: "errors" }, parts.list, parts.page, beside));
  // The order stays while a person works; what the models learn meanwhile is in the next list.
  unwatch = watchState((_, failures) => missing && !failures && load());
  forgetSkips();
  here = "";
  await load();
}

/** What was passed over may be looked at again; what is answered, not. */
function forgetSkips() {
  for (const { one, nonce } of acts) if (!nonce) done.delete(one.id);
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
    // the one that an undo has brought back meanwhile stays
    const kept = current();
    errors = kept && !found.errors.some(({ id }) => id === kept.id) ? [kept, ...found.errors] : found.errors;
    missing = false;
    const unsaved = new Set(waiting().map(({ id }) => id));
    for (const { id } of errors) if (unsaved.has(id)) done.set(id, null);
    if (!kept) show(open()[0]);
    else if (parts) drawList();
  } catch (error) {
    missing = true;
    if (parts) fill(parts.page, element("p", { class: "wait" }, failureWords(error)));
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
  shownAt = performance.now();
  for (const node of [parts.keep, parts.change, parts.skip]) node.disabled = !one;
  parts.undo.disabled = acts.length === 0;
  parts.choices.hidden = !one;
  if (!one) {
    fill(parts.versus);
    fill(parts.page, element("p", { class: "wait" }, say("errors.none")));
    return;
  }
  showShares(parts.choices, sharesOf(one));
  showVersus(parts.versus, one);
  const text = story(one, { words: [] });
  fill(parts.page, text);
  window.scrollTo({ top: 0, behavior: "instant" });
  text.querySelector(".headline").focus({ preventScroll: true });
  addWords(one);
}

/** The words that spoke come a moment later: the list does not hold them. */
async function addWords({ id, likelier }) {
  try {
    const article = await read("/api/article", { id });
    // Its probabilities are not shown: the model has learnt the label that is in doubt.
    if (parts && here === id) fill(parts.page, story(article, { words: likelierFirst(article.words, likelier) }));
  } catch {
    // The text is there without them.
  }
}

function answer(section) {
  const one = current();
  if (!one || !section || !parts || performance.now() - shownAt < UNSEEN) return;
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
  const next = rows[place + 1] ?? rows.find((other) => other !== one);
  show(next);
  if (!next) load();
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
  if (!errors.some(({ id }) => id === one.id)) errors = [one, ...errors];
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
