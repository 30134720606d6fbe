// Shows how pages were cut into articles for a person to correct.

import { read, send } from "../base/api.mjs";
import { element, fill, isWide } from "../base/elements.mjs";
import { banner, tellShortly } from "../base/notices.mjs";
import { failureWords } from "../base/server_words.mjs";
import { state } from "../base/state.mjs";
import { say } from "../base/texts.mjs";
import { articleAt, entriesFor, giveHeadline, step, stepArticle, topLine } from "./corrections.mjs";
import { frame } from "./frame.mjs";
import { PageList } from "./pages.mjs";
import { ACTS, showPanel } from "./panel.mjs";
import { drawSheet, markSheet, revealChoice, turnSheets } from "./sheet.mjs";
import { resetZoom, zoomStep } from "./zoom.mjs";

let cut = null;
let chosen = { first: 0, last: 0, anchor: 0 };
let aiming = 0;
// Whether the start of the choice stays where it is, and presses and arrows take in the lines up to theirs.
let several = false;
let busy = false;
let parts = null;
let kept = null;

/** Build the view; without a page in the address the first one is shown where there is room. */
export async function showCuts(root, query) {
  const asked = query.get("page") ?? "";
  const language = document.documentElement.lang;
  // From one page to the next the list stays as it is.
  const stays = kept?.box.isConnected && kept.language === language;
  parts = kept = stays ? kept : { ...frame(), pages: new PageList(), language };
  const mine = parts;
  parts.box.classList.toggle("opened", Boolean(asked));
  if (!stays) {
    fill(root, element("h2", { class: "unseen" }, say("view.cuts")), parts.box);
    fill(parts.page, element("p", { class: "wait soft" }, say("page.loading")));
  }
  try {
    if (!stays) await parts.pages.load();
    if (parts !== mine) return;
    const { pages } = parts.pages;
    if (!stays) fill(parts.list, pages.length ? parts.pages.node : element("p", { class: "wait" }, say("cuts.no_pages")));
    const id = asked || (isWide() ? pages[0]?.id : "");
    parts.pages.mark(id);
    if (id) await openPage(id);
    else fill(parts.page);
  } catch (error) {
    if (parts === mine) fill(parts.page, element("p", { class: "wait" }, failureWords(error)));
  }
}

/** Stop working on the page when another view comes, or another page. */
export function leaveCuts() {
  parts = null;
  cut = null;
  aiming = 0;
}

/** What keys do in this view. */
export const cutKeys = {
  moves: "jk",
  j: () => toArticle(1),
  k: () => toArticle(-1),
  ArrowDown: (event) => toLine(1, event.shiftKey || several),
  ArrowUp: (event) => toLine(-1, event.shiftKey || several),
  "[": () => toPage(-1),
  "]": () => toPage(1),
  ...Object.fromEntries(ACTS.map(([name, key]) => [key, () => act(name)])),
  u: () => undo(),
  v: () => switchView(),
  s: () => takeSeveral(),
  "+": () => parts && zoomStep(parts.page, 1),
  "=": () => parts && zoomStep(parts.page, 1),
  "-": () => parts && zoomStep(parts.page, -1),
  Enter: () => aiming && give(aiming, chosen.first),
  Escape: () => ((several = false), stopAiming()),
};

async function openPage(id) {
  const mine = parts;
  const answer = await read("/api/cuts", { page: id });
  if (parts !== mine || parts.pages.here !== id) return;
  chosen = { first: 0, last: 0, anchor: 0 };
  resetZoom();
  show(answer);
  const doubtful = cut.articles.find((article) => article.doubtful) ?? cut.articles[0];
  if (doubtful) choose(topLine(cut, doubtful.index), false, "center");
}

function show(answer) {
  cut = answer;
  aiming = 0;
  several = false;
  drawSheet(parts, cut, { pick, drop: give, turn: switchView });
  mark();
}

function switchView() {
  if (!cut?.picture) return;
  turnSheets();
  show(cut);
  revealChoice(parts, chosen.at ?? chosen.first, "center");
}

function mark() {
  const article = articleAt(cut, chosen.first);
  markSheet(parts, cut, { index: article?.index, ...chosen });
  parts.page.classList.toggle("aiming", aiming > 0);
  showPanel(parts.panel, {
    cut,
    article,
    line: cut.lines.find(({ number }) => number === chosen.first),
    first: chosen.first,
    last: chosen.last,
    entries: entriesFor(cut, chosen.first, chosen.last),
    aiming,
    can: state()?.can_cut ?? true,
    several,
    act,
    undo: takeBack,
    cancel: stopAiming,
    takeSeveral,
  });
}

/** Choose a line, or all lines from the one chosen before. While a headline looks for its article, it goes there. */
function pick(number, extend) {
  if (aiming && !extend) return give(aiming, number);
  choose(number, extend || several);
}

function choose(number, extend, block = "nearest") {
  const anchor = extend && chosen.anchor ? chosen.anchor : number;
  chosen = { anchor, at: number, first: Math.min(anchor, number), last: Math.max(anchor, number) };
  mark();
  revealChoice(parts, number, block);
}

const toLine = (direction, extend) => cut && choose(step(cut, chosen.at ?? chosen.first, direction), extend);

function toArticle(direction) {
  if (cut?.articles.length) choose(stepArticle(cut, chosen.first, direction), false);
}

function toPage(direction) {
  const next = parts?.pages.beside(direction);
  if (next) location.hash = `#cuts?page=${encodeURIComponent(next)}`;
}

function act(name) {
  if (!cut || busy) return;
  const entry = entriesFor(cut, chosen.first, chosen.last)[name];
  if (!entry) return tellShortly(say(`act.${name}_not`));
  if (name !== "headline") return correct(entry, name);
  aiming = entry.line;
  mark();
}

function give(line, target) {
  const entry = giveHeadline(cut, line, target);
  if (entry) return correct(entry, "headline");
  tellShortly(say("act.headline_same"));
  stopAiming();
}

function takeSeveral() {
  several = !several;
  if (cut) mark();
}

function stopAiming() {
  aiming = 0;
  if (cut) mark();
}

function correct(entry, name) {
  return change("/api/cuts", { page: cut.page, version: cut.version, ...entry }, say(`act.${name}_done`));
}

function undo() {
  if (!cut) return;
  if (!cut.corrections.some(({ last }) => last)) return tellShortly(say("label.nothing_to_undo"));
  change("/api/cuts/undo", { page: cut.page }, say("act.undone"));
}

function takeBack({ action, line }) {
  if (cut) change("/api/cuts/undo", { page: cut.page, action, line }, say("act.taken_back"));
}

async function change(path, body, done) {
  if (busy) return;
  if (state() && !state().can_cut) return tellShortly(say("cuts.cannot"));
  busy = true;
  aiming = 0;
  banner("cut", "");
  parts.page.setAttribute("aria-busy", "true");
  try {
    const answer = await send(path, body);
    if (!parts || cut?.page !== body.page) return;
    show(answer);
    tellShortly(element("span", { class: "mark" }, "✓"), done);
    parts.pages.update().catch(() => {}); // the counts are right at the next visit
  } catch (error) {
    banner("cut", error.status ? failureWords(error) : say("cuts.away"), { kind: "error", close: true });
    if (parts && cut) mark();
  } finally {
    busy = false;
    parts?.page.removeAttribute("aria-busy");
  }
}
