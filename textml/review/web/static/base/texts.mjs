// Says every text of the page in the language of the reader.

import { recall, remember } from "./settings.mjs";

// English says one article, but two articles.
const ONE = /(^|\s)(1 (?:article|label|page))s\b/g;
let table = { zh: {}, en: {} };

/** Read the texts of both languages. */
export async function readTexts() {
  const answer = await fetch("/static/texts.json");
  table = await answer.json();
}

/** "zh" or "en": what the person chose, or else the language of the browser. */
export function language() {
  return recall("language") || (navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en");
}

/** Put the language on the page. */
export function applyLanguage() {
  document.documentElement.lang = language() === "zh" ? "zh-Hans" : "en";
  document.title = say("page.title");
}

/** Change between Chinese and English. */
export function switchLanguage() {
  remember("language", language() === "zh" ? "en" : "zh");
  applyLanguage();
}

/** A text, with values filled in for {names}. */
export function say(key, values = {}) {
  const text = table[language()][key] ?? key;
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "").replace(ONE, "$1$2");
}

/** Whether there is a text of this name. */
export function knows(key) {
  return key in table[language()];
}

/** A number as the language writes it. */
export function count(number) {
  return new Intl.NumberFormat(language() === "zh" ? "zh-CN" : "en").format(number);
}

/** A probability of a model in per cent, never 0 or 100: no model is certain. */
export function sureness(share) {
  const whole = Math.floor(100 * share + 0.5);
  if (whole >= 100) return ">99%";
  return whole < 1 ? "<1%" : `${whole}%`;
}

/** A point of time as the reader's clock shows it. */
export function moment(at) {
  const time = new Date(at);
  if (Number.isNaN(time.getTime())) return at || "";
  const form = { month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: false };
  return new Intl.DateTimeFormat(language() === "zh" ? "zh-CN" : "en-GB", form).format(time);
}
