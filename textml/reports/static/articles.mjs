// Knows the articles: columns that are there at once, texts that are unpacked in blocks.

import { byId, say } from "./elements.mjs";
import { unpack } from "./packed.mjs";
import { isWithin } from "./periods.mjs";

// Why an article is left to a person, as in Python (articles.LEFT).
const LEFT = ["", "unpromised", "unsure", "unlike", "cut"];
let columns = null;

export async function loadArticles() {
  useColumns(await unpack("articles"));
}

/** Take the columns of all articles, as Python packed them. */
export function useColumns(found) {
  columns = found;
}

export function countArticles() {
  return columns.ids.length;
}

export function idOf(article) {
  return columns.ids[article];
}

export function titleOf(article) {
  return columns.titles[article];
}

/** The date of an article, "" where it has none. */
export function dateOf(article) {
  return columns.date[article] < 0 ? "" : columns.dates[columns.date[article]];
}

/** Position of an article's section, -1 where it is undecided. */
export function sectionOf(article) {
  return columns.section[article];
}

/** Position of the likeliest section of an article, -1 where there is no classifier. */
export function guessOf(article) {
  return columns.guess ? columns.guess[article] : -1;
}

/** Why an article is left to a person; "" where it is not. */
export function leftOf(article) {
  const why = columns.left ? LEFT[columns.left[article]] : "";
  return why ? say(`left.${why}`, { threshold: columns.threshold }) : "";
}

/** Confidence in the section of an article, in [0, 1]. */
export function confidenceOf(article) {
  return columns.confidence[article] / 1000;
}

/** Whether a person should look at the label of an article. */
export function needsReview(article) {
  return Boolean(columns.review[article]);
}

/** Share of a topic in an article, 0 where it is too small to be kept. */
export function shareOf(article, topic) {
  const row = columns.topics[article];
  for (let i = 0; i < row.length; i += 2) if (row[i] === topic) return row[i + 1] / 1000;
  return 0;
}

/** The largest topic of an article, -1 where there are no topics. */
export function topicOf(article) {
  return columns.topics.length ? columns.topics[article][0] : -1;
}

/** Articles of the period that show a topic, as [article, share], largest share first. */
export function articlesOf(topic, from, to) {
  const found = [];
  for (let article = 0; article < columns.topics.length; article++) {
    const share = shareOf(article, topic);
    if (share > 0 && isWithin(dateOf(article), from, to)) found.push([article, share]);
  }
  return found.sort((one, other) => other[1] - one[1] || one[0] - other[0]);
}

/** Articles that fit all of what is asked, in the order of the run or by confidence ("doubtful" or "sure" first). */
export function findArticles({ words, section, topic, from, to, onlyReview, order }) {
  const found = [];
  const wanted = words.toLowerCase();
  for (let article = 0; article < countArticles(); article++) {
    if (wanted && !isNamed(article, wanted)) continue;
    if (section !== "" && sectionOf(article) !== Number(section)) continue;
    if (topic !== "" && topicOf(article) !== Number(topic)) continue;
    if (onlyReview && !needsReview(article)) continue;
    if (isWithin(dateOf(article), from, to)) found.push(article);
  }
  const sign = { doubtful: 1, sure: -1 }[order];
  if (sign) found.sort((one, other) => sign * (confidenceOf(one) - confidenceOf(other)) || one - other);
  return found;
}

/** Whether the headline or the id of an article contains some words, given in lower case. */
function isNamed(article, wanted) {
  return [titleOf(article), idOf(article)].some((text) => text.toLowerCase().includes(wanted));
}

export async function textOf(article) {
  const block = await unpack(`texts-${Math.floor(article / columns.block)}`);
  return block[article % columns.block];
}

/** For each article the words that spoke for its section; null where no section was given. */
export async function loadReasons() {
  return byId("packed-why") ? unpack("why") : null;
}
