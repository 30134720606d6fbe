// Starts the page: reads texts and sections, then shows the view that the address names.

import { read } from "./base/api.mjs";
import { element, fill } from "./base/elements.mjs";
import { fetchFontIfNeeded } from "./base/font.mjs";
import { VIEWS, drawHeader } from "./base/header.mjs";
import { openHelp } from "./base/help.mjs";
import { useKeys, useKeysAlways } from "./base/keys.mjs";
import { banner, clearNote, noticePlaces } from "./base/notices.mjs";
import { openOutbox, unkeptHere, waiting, watchOutbox } from "./base/outbox.mjs";
import { setOwner } from "./base/person.mjs";
import { allSections, readSections } from "./base/sections.mjs";
import { failureWords, serverWords } from "./base/server_words.mjs";
import { applyScheme } from "./base/settings.mjs";
import { followState, watchState } from "./base/state.mjs";
import { applyLanguage, count, readTexts, say, switchLanguage } from "./base/texts.mjs";
import { cutKeys, leaveCuts, showCuts } from "./cuts/cuts.mjs";
import { errorKeys, leaveErrors, showErrors } from "./errors/errors.mjs";
import { labelKeys, leaveLabels, showLabels, startLabels } from "./label/label.mjs";
import { leaveLook, lookKeys, showLook } from "./look/look.mjs";

const SHOW = {
  label: { show: showLabels, leave: leaveLabels, keys: labelKeys },
  cuts: { show: showCuts, leave: leaveCuts, keys: cutKeys },
  look: { show: showLook, leave: leaveLook, keys: lookKeys },
  errors: { show: showErrors, leave: leaveErrors, keys: errorKeys },
};
const RETRY = 2000;
const header = document.querySelector("header");
const main = document.querySelector("main");
let view = "";
let run = "";
let stale = "";

async function start() {
  applyScheme();
  await fetchFontIfNeeded();
  await readTexts();
  applyLanguage();
  const [banners, note] = noticePlaces();
  header.before(banners);
  main.after(note);
  const [health] = await Promise.all([readPatiently(() => read("/api/health")), readPatiently(readSections)]);
  banner("start", "");
  run = health.run;
  useKeysAlways({ "?": openHelp, g: nextView });
  watchOutbox(showWaiting);
  setOwner(health.by);
  startLabels();
  addEventListener("hashchange", showView);
  showView();
  openOutbox(health.run_id || run);
  watchState(showState);
  followState();
}

/** Ask until the server answers: it may still be starting. */
async function readPatiently(ask) {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      banner("start", failureWords(error), { kind: "error" });
      await new Promise((resolve) => setTimeout(resolve, RETRY));
    }
  }
}

/** Show the view of the address, as in #look?topic=3. */
function showView() {
  const [name, query = ""] = location.hash.slice(1).split("?");
  const next = VIEWS.includes(name) ? name : VIEWS[0];
  if (view) SHOW[view].leave();
  for (const box of document.querySelectorAll("dialog[open]")) box.close();
  if (view !== next) clearNote();
  view = next;
  document.title = `${say(`view.${view}`)} · ${run} · textml`;
  drawHeader(header, { run, view, speak });
  main.dataset.view = view;
  useKeys(SHOW[view].keys);
  SHOW[view].show(main, new URLSearchParams(query));
}

function nextView() {
  location.hash = VIEWS[(VIEWS.indexOf(view) + 1) % VIEWS.length];
}

function speak() {
  switchLanguage();
  showView();
  showWaiting({});
  header.querySelector(".tool").focus();
}

function showWaiting({ delayed }) {
  const n = waiting().length;
  banner("unkept", unkeptHere() ? say("page.not_kept") : "");
  if (!n) banner("waiting", "");
  else if (delayed?.status === 401) banner("waiting", failureWords(delayed), { kind: "error" });
  else if (delayed) banner("waiting", say("page.not_saved", { n: count(n) }));
}

function showState(state, failures) {
  banner("away", failures > 1 ? say("page.away") : "");
  banner("stale", state?.stale ? serverWords(state.stale) : "");
  if (state && state.stale !== stale) readSectionsAgain(state.stale);
  banner("problem", state?.problem ? serverWords(state.problem) : "", { kind: "error" });
}

/** Settings were changed: sections may have other titles, or be new. */
async function readSectionsAgain(reason) {
  stale = reason;
  const before = JSON.stringify(allSections());
  try {
    await readSections();
    if (before !== JSON.stringify(allSections())) showView();
  } catch {
    stale = null; // with the next state
  }
}

start().catch((error) => fill(main, element("p", { class: "wait" }, error.message)));
