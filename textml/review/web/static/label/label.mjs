// Shows one article after the other for a person to label.

import { read } from "../base/api.mjs";
import { flash, hideTip, showShares } from "../base/choices.mjs";
import { button, element, fill } from "../base/elements.mjs";
import { banner, clearNote, tellShortly } from "../base/notices.mjs";
import { watchOutbox } from "../base/outbox.mjs";
import { person } from "../base/person.mjs";
import { sectionOfNumber, titleOf } from "../base/sections.mjs";
import { failureWords } from "../base/server_words.mjs";
import { recall } from "../base/settings.mjs";
import { askNow, state, watchState } from "../base/state.mjs";
import { sectionTag, story } from "../base/story.mjs";
import { say, sureness } from "../base/texts.mjs";
import { Acts } from "./acts.mjs";
import { calmLine } from "./calm.mjs";
import { frame } from "./frame.mjs";
import { Queue } from "./queue.mjs";
import { renew } from "./renew.mjs";
import { openSearch } from "./search.mjs";
import { history, neighbours } from "./sides.mjs";
import { showStrip } from "./strip.mjs";

// A refused label comes back at once only if the next article was not read yet.
const UNREAD = 2000;
// A key pressed within these milliseconds was meant for the article before.
const UNSEEN = 250;
const queue = new Queue();
const acts = new Acts();
let current = null;
let shownAt = 0;
let parts = null;

/** Listen to the outbox and the server for as long as the page is open. */
export function startLabels() {
  watchOutbox(({ entry, answer, error }) => {
    if (error) refused(entry, error);
    if (answer) confirmed(entry);
  });
  watchState((now) => {
    if (parts) showStrip(parts.strip, now, acts.labels);
    if (now && now.generation !== queue.generation && parts) refresh();
  });
}

/** Build the view. */
export function showLabels(root, query) {
  queue.name = recall("by", "");
  parts = frame({ give, skip, undo, search, name: person(rename) });
  fill(root, parts.box);
  showStrip(parts.strip, state(), acts.labels);
  if (query.get("id")) openArticle(query.get("id"));
  else if (current) show(current);
  else next();
}

/** What keys do in this view. */
export const labelKeys = {
  digit: (number) => sectionOfNumber(number) && give(sectionOfNumber(number).key),
  " ": () => skip(),
  u: () => undo(),
  "/": () => search(),
};

/** Forget the elements when another view comes. */
export function leaveLabels() {
  hideTip();
  parts = null;
}

function rename(name) {
  queue.name = name;
  queue.refill(current?.id);
}

async function next() {
  current = queue.take();
  if (!current) {
    fill(parts.page, element("p", { class: "soft wait" }, say(queue.generation < 0 ? "label.preparing" : "page.loading")));
    showShares(parts.choices, null);
    await queue.refill();
    current ??= queue.take();
  }
  if (!parts) return;
  if (current) show(current);
  else nothing();
}

function nothing() {
  const text = queue.problem ? failureWords(queue.problem) : say("label.all_done");
  fill(parts.page, element("p", { class: "wait" }, text), button(say("page.again"), next));
  fill(parts.sides);
  fill(parts.guess);
  parts.undo.disabled = acts.isEmpty;
  parts.skip.disabled = true;
}

function show(article) {
  current = article;
  shownAt = performance.now();
  delete article.putBack;
  const text = story(article);
  fill(parts.page, calmLine(article, queue.articles), text);
  showGuess(article);
  fill(parts.sides, neighbours(article), history(article));
  parts.page.scrollTop = 0;
  window.scrollTo({ top: 0, behavior: "instant" });
  text.querySelector(".headline").focus({ preventScroll: true });
}

function showGuess(article) {
  showShares(parts.choices, article);
  parts.undo.disabled = acts.isEmpty;
  parts.skip.disabled = false;
  const best = article.proba?.[0];
  const words = article.label
    ? [say("label.has"), " ", sectionTag(article.label)]
    : best && [say(article.by_keywords ? "label.guess_by_keywords" : "label.guess"), " ", sectionTag(best.section), " ", sureness(best.share)];
  fill(parts.guess, words);
}

function give(section) {
  if (!current || !parts || performance.now() - shownAt < UNSEEN) return;
  if (state() && !state().can_label) return tellShortly(say("label.cannot"));
  const article = current;
  flash(parts.choices, section);
  acts.label(article, section);
  queue.finish(article.id);
  note(article, section, "…");
  next();
}

function skip() {
  if (!current) return;
  acts.skip(current);
  queue.skip(current.id);
  clearNote();
  next();
}

function undo() {
  const last = acts.undo();
  if (!last) return tellShortly(say("label.nothing_to_undo"));
  bringBack(last.article);
  tellShortly(last.nonce ? say("label.undone", { section: titleOf(last.section) }) : say("label.unskipped"));
}

/** Put an article on the screen; the one that is there comes after it. */
function bringBack(article) {
  if (current && current.id !== article.id) queue.putBack({ ...current, putBack: true });
  queue.reopen(article.id);
  if (parts) show(article);
  else current = article;
}

function note(article, section, mark) {
  tellShortly(element("span", { class: "mark" }, mark), " ", sectionTag(section), " ", element("span", { class: "note-title", lang: "zh-Hans" }, article.title ?? ""));
}

function confirmed(entry) {
  const { last } = acts;
  if (last?.nonce === entry.nonce) note(last.article, last.section, "✓");
  askNow();
}

/** The server refused a label: its message is shown, and the article comes back. */
function refused(entry, error) {
  clearNote();
  banner("refused", [say("label.refused"), " ", ...failureWords(error)], { kind: "error", close: true });
  const act = acts.drop(entry.nonce);
  if (!act) return;
  const { article } = act;
  if (error.status === 404 || error.status === 410) return;
  if (parts && performance.now() - shownAt < UNREAD) bringBack(article);
  else queue.putBack({ ...article, putBack: true });
}

/** The models have learnt: the articles behind the one on screen are chosen anew, its own probabilities follow. */
async function refresh() {
  const id = current?.id;
  if (queue.loading) return;
  await queue.refill(id);
  if (!id || current?.id !== id || !parts) return;
  try {
    const mine = acts.gave(id);
    if (await renew(current, parts, { mine, isHere: () => current?.id === id && parts })) showGuess(current);
  } catch {
    // The next generation brings them.
  }
}

async function openArticle(id) {
  try {
    const article = await read("/api/article", { id });
    // chosen by a person, and not because it is hard
    article.found = true;
    if (current && current.id !== id) queue.putBack({ ...current, putBack: true });
    show(article);
  } catch (error) {
    banner("open", failureWords(error), { kind: "error", close: true });
    if (!current) next();
  }
  // Going back to this view shows the next article, not this one again.
  window.history.replaceState(null, "", "#label");
}

function search() {
  openSearch(openArticle);
}
