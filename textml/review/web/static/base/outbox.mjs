// Keeps labels until the server has confirmed them, over failures of the network and restarts of the browser.

import { send } from "./api.mjs";
import { recall, remember } from "./settings.mjs";

const FIRST_WAIT = 500;
const LONGEST_WAIT = 10_000;
const watchers = new Set();
let entries = recall("outbox", []);
// Labels that the browser has no room to keep: they are in this tab alone. And those that are settled, which are not
// sent again even if the browser could not forget them.
let unkept = [];
const settled = new Set();
let run = "";
let wait = FIRST_WAIT;
let timer = null;
let sending = null;
// What the server said of labels given in this visit, by their nonces: an undo takes back just that label.
const answers = new Map();

/** Call a function whenever something was given, confirmed ({entry, answer}) or refused ({entry, error}). */
export function watchOutbox(watcher) {
  watchers.add(watcher);
}

/** Labels that are not confirmed; those of other runs at this address wait for their run. */
export function waiting() {
  return entries.filter((entry) => entry.run === run);
}

/** Say which run the server shows, which sends what an earlier visit left. */
export function openOutbox(name) {
  run = name;
  addEventListener("beforeunload", (event) => waiting().length && event.preventDefault());
  addEventListener("storage", (event) => event.key?.endsWith(".outbox") && heard());
  addEventListener("online", hurry);
  deliver();
}

/** Labels that would be lost if this tab were closed now. */
export function unkeptHere() {
  return unkept.length;
}

/** Put a label into the outbox and send it. */
export function post(label) {
  const entry = { ...label, run, nonce: `${Date.now()}-${Math.random().toString(36).slice(2)}` };
  change((kept) => [...kept, entry]);
  tell({ entry });
  deliver();
  return entry;
}

/** Take back a label that was not sent yet; false if it is on its way or confirmed. */
export function withdraw(nonce) {
  if (sending?.nonce === nonce || !entries.some((entry) => entry.nonce === nonce)) return false;
  settle(nonce);
  tell({});
  return true;
}

/** Try again now: the server was seen, or the network came back. */
export function hurry() {
  if (timer === null) return;
  wait = FIRST_WAIT;
  deliver();
}

function deliver() {
  clearTimeout(timer);
  timer = null;
  if (sending || !waiting().length) return;
  // Several tabs of one browser share the outbox; a lock lets one of them send. Without locks (plain http on another
  // machine) a label may be sent twice, which the history of labels bears.
  if (navigator.locks) navigator.locks.request("textml-outbox", sendAll);
  else sendAll();
}

async function sendAll() {
  if (sending) return;
  takeOver();
  for (let entry = waiting()[0]; entry; entry = waiting()[0]) {
    sending = entry;
    const { delayed, ...outcome } = await attempt(entry);
    sending = null;
    if (delayed) return later(delayed);
    done(entry, outcome);
  }
}

async function attempt(entry) {
  try {
    const answer = await send("/api/labels", asLabel(entry), { "textml-run": entry.run });
    answers.set(entry.nonce, answer);
    return { answer };
  } catch (error) {
    return error.passes || error.status === 401 ? { delayed: error } : { error };
  }
}

/** What is sent: an undo gives back what counted before the label that it undoes. */
function asLabel({ id, section, by, chosen = "suggested", undoes }) {
  const undone = answers.get(undoes);
  if (!undone) return { id, section, by, chosen };
  return { id, section: undone.before?.section ?? "", by, chosen: undone.before?.chosen ?? chosen, replaces: undone.at };
}

function done(entry, outcome) {
  wait = FIRST_WAIT;
  settle(entry.nonce);
  tell({ entry, ...outcome });
}

function later(error) {
  timer = setTimeout(deliver, wait);
  wait = Math.min(2 * wait, LONGEST_WAIT);
  tell({ delayed: error });
}

function settle(nonce) {
  settled.add(nonce);
  change((kept) => kept);
}

function change(edit) {
  takeOver();
  entries = edit(entries).filter(({ nonce }) => !settled.has(nonce));
  const kept = remember("outbox", entries) ? entries : recall("outbox", []);
  unkept = entries.filter(({ nonce }) => !kept.some((other) => other.nonce === nonce));
}

/** Take in what other tabs have done; what this one alone holds stays. */
function takeOver() {
  const kept = recall("outbox", []).filter(({ nonce }) => !settled.has(nonce));
  entries = [...kept, ...unkept.filter(({ nonce }) => !kept.some((other) => other.nonce === nonce))];
}

/** Another tab gave a label, or has sent one; it may have been closed since. */
function heard() {
  takeOver();
  tell({});
  deliver();
}

function tell(news) {
  for (const watcher of watchers) watcher(news);
}
