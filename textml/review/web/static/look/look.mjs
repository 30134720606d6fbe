// Shows what is in a run: an overview, a search with its results, an article to read.

import { read } from "../base/api.mjs";
import { element, fill } from "../base/elements.mjs";
import { failureWords } from "../base/server_words.mjs";
import { say } from "../base/texts.mjs";
import { addressOf, asksForArticles, wanted } from "./address.mjs";
import { filters } from "./filters.mjs";
import { overview } from "./overview.mjs";
import { openBeside, showResults } from "./results.mjs";

let run = null;
let root = null;
let want = {};

/** Build the view for what the address asks for. */
export async function showLook(main, query) {
  root = main;
  want = wanted(query);
  const mine = want;
  if (run && openBeside(want, run.topics)) return;
  const box = element("div", { class: "look-body" });
  const bar = element("div", { class: "look-bar" });
  const draw = () => fill(main, element("div", { class: "look" }, bar, box));
  if (!run) {
    fill(box, element("p", { class: "soft wait" }, say("page.loading")));
    draw();
  }
  try {
    run ??= await readRun();
    if (want !== mine) return;
    fill(bar, filters(want, run));
    draw();
    if (asksForArticles(want)) await showResults(box, want, run.topics);
    else fill(box, overview(run, run));
  } catch (error) {
    if (want === mine) fill(box, element("p", { class: "wait" }, failureWords(error)));
  }
}

async function readRun() {
  const [overall, { topics }] = await Promise.all([read("/api/overview"), read("/api/topics")]);
  return { ...overall, topics };
}

/** Forget the elements when another view comes; numbers are read anew at the next visit. */
export function leaveLook() {
  want = {};
  root = null;
  if (!location.hash.startsWith("#look")) run = null;
}

/** What keys do in this view. */
export const lookKeys = {
  moves: "jk",
  "/": () => root?.querySelector("#words")?.focus(),
  j: () => move(1),
  k: () => move(-1),
  l: () => want.id && (location.hash = `#label?id=${encodeURIComponent(want.id)}`),
  Escape: () => want.id && (location.hash = addressOf(want, { id: "" })),
};

/** Open the next article of the list, or the one before. */
function move(direction) {
  const rows = [...(root?.querySelectorAll(".results li > a") ?? [])];
  const place = rows.findIndex((row) => row.getAttribute("aria-current"));
  const next = rows[place < 0 ? 0 : place + direction];
  if (next) location.hash = next.getAttribute("href");
}
