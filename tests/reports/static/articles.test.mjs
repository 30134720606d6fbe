// Articles are found by words, section, topic, period and review, and sorted without losing their order.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import * as articles from "../../../textml/reports/static/articles.mjs";

const ALL = { words: "", section: "", topic: "", from: "", to: "", onlyReview: false, order: "" };
const find = (changes) => articles.findArticles({ ...ALL, ...changes });

beforeEach(() =>
  articles.useColumns({
    ids: ["2025-01-14/01#00", "2025-01-14/01#01", "2025-02-13/01#00", "x"],
    titles: ["水库泄洪", "GDP增长", "法庭调解", "水库"],
    dates: ["2025-01-14", "2025-02-13"],
    date: [0, 0, 1, -1],
    topics: [[0, 900, 1, 100], [1, 600], [1, 600, 0, 400], [0, 400]],
    section: [0, 1, -1, 0],
    confidence: [900, 700, 300, 700],
    review: [0, 0, 1, 0],
    guess: [0, 1, 1, 0],
    left: [0, 0, 2, 4],
    threshold: "86 %",
    block: 2,
  }),
);

test("an article has a title, a date where one is known, a section and a share of every topic", () => {
  assert.equal(articles.countArticles(), 4);
  assert.deepEqual([articles.idOf(3), articles.titleOf(3)], ["x", "水库"]);
  assert.deepEqual([articles.dateOf(2), articles.dateOf(3)], ["2025-02-13", ""]);
  assert.deepEqual([articles.sectionOf(2), articles.needsReview(2), articles.needsReview(3)], [-1, true, false]);
  assert.equal(articles.confidenceOf(1), 0.7);
  assert.deepEqual([articles.shareOf(0, 1), articles.shareOf(1, 0)], [0.1, 0]);
  assert.deepEqual([articles.topicOf(0), articles.topicOf(2)], [0, 1]);
});

test("without topics no article has one", () => {
  articles.useColumns({ ids: ["x"], topics: [] });
  assert.equal(articles.topicOf(0), -1);
  assert.deepEqual(articles.articlesOf(0, "", ""), []);
});

test("articles of a topic come by share, equals in the order of the run, inside the period", () => {
  assert.deepEqual(articles.articlesOf(0, "", ""), [[0, 0.9], [2, 0.4], [3, 0.4]]);
  assert.deepEqual(articles.articlesOf(0, "2025-02", ""), [[2, 0.4]]);
});

test("words are looked for in headlines and ids, in capitals or not", () => {
  assert.deepEqual(find({}), [0, 1, 2, 3]);
  assert.deepEqual(find({ words: "水库" }), [0, 3]);
  assert.deepEqual(find({ words: "gdp" }), [1]);
  assert.deepEqual(find({ words: "2025-02" }), [2]);
  assert.deepEqual(find({ words: "长颈鹿" }), []);
});

test("filters hold together", () => {
  assert.deepEqual(find({ section: "0" }), [0, 3]);
  assert.deepEqual(find({ section: "-1" }), [2]);
  assert.deepEqual(find({ topic: "1" }), [1, 2]);
  assert.deepEqual(find({ onlyReview: true }), [2]);
  assert.deepEqual(find({ section: "0", from: "2025-01-14", to: "2025-01-14" }), [0]);
});

test("by confidence equals keep the order of the run", () => {
  assert.deepEqual(find({ order: "doubtful" }), [2, 1, 3, 0]);
  assert.deepEqual(find({ order: "sure" }), [0, 1, 3, 2]);
});

test("an article that is left to a person has a best guess and a reason", () => {
  const texts = '{"left.unsure": "置信度不到 {threshold}", "left.cut": "切分没把握"}';
  globalThis.document = { getElementById: () => ({ textContent: texts }) };
  assert.equal(articles.guessOf(2), 1);
  assert.deepEqual([0, 2, 3].map(articles.leftOf), ["", "置信度不到 86 %", "切分没把握"]);
  articles.useColumns({ ids: ["x"], titles: ["水库"] });
  assert.deepEqual([articles.guessOf(0), articles.leftOf(0)], [-1, ""]);
});
