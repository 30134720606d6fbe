// Asks the server each second how the labels and the models stand.

import { read } from "./api.mjs";
import { hurry } from "./outbox.mjs";

const SECOND = 1000;
// A page in the background need not follow closely.
const HIDDEN = 5000;
const watchers = new Set();
let last = null;
let failures = 0;
let timer = null;

/** Call a function with each new state, and with the number of failures in a row. */
export function watchState(watcher) {
  watchers.add(watcher);
  if (last) watcher(last, failures);
  return () => watchers.delete(watcher);
}

/** The state as last heard; null before the first answer. */
export function state() {
  return last;
}

/** Start to ask; ask at once when the page comes back into view. */
export function followState() {
  document.addEventListener("visibilitychange", () => !document.hidden && askNow());
  return askNow();
}

/** Ask now rather than in a second. */
export async function askNow() {
  clearTimeout(timer);
  try {
    last = await read("/api/state");
    if (failures) hurry();
    failures = 0;
  } catch {
    failures += 1;
  }
  for (const watcher of watchers) watcher(last, failures);
  clearTimeout(timer);
  timer = setTimeout(askNow, document.hidden ? HIDDEN : SECOND);
}
