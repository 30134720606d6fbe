// Words are ranked by relevance, and the topics that use a word are found.

import assert from "node:assert/strict";
import { test } from "node:test";
import { rankWords, topicsUsing } from "../../../textml/reports/static/topic_words.mjs";

// frequent everywhere, frequent here, rare but only here
const WORDS = [["记者", 0.3, 0.3], ["水库", 0.2, 0.1], ["泄洪", 0.05, 0.01]];
const names = (words) => words.map(([word]) => word);

test("weight 1 ranks by frequency in the topic, weight 0 by what sets it apart", () => {
  assert.deepEqual(names(rankWords(WORDS, 1, 3)), ["记者", "水库", "泄洪"]);
  assert.deepEqual(names(rankWords(WORDS, 0, 3)), ["泄洪", "水库", "记者"]);
});

test("equals keep the order of the vocabulary, and only as many as asked come back", () => {
  const words = [["甲", 0.1, 0.1], ["乙", 0.1, 0.1], ["丙", 0.1, 0.1]];
  assert.deepEqual(names(rankWords(words, 0.6, 2)), ["甲", "乙"]);
  assert.deepEqual(names(rankWords(words, 0.6, 9)), ["甲", "乙", "丙"]);
});

test("the list that is ranked stays as it was", () => {
  const before = structuredClone(WORDS);
  rankWords(WORDS, 0, 2);
  assert.deepEqual(WORDS, before);
});

const USES = { words: "医保局\n医保卡\n水库", uses: [[0, 3, 1, 1], [1, 4], [2, 10]], totals: [4, 4, 20] };

test("a word of the vocabulary gives its topics, largest share first", () => {
  assert.deepEqual(topicsUsing("医保局", USES), [[0, 0.75], [1, 0.25]]);
});

test("uses that are too few to be kept still count in the total", () => {
  assert.deepEqual(topicsUsing("水库", USES), [[2, 0.5]]);
});

test("a word outside the vocabulary stands for all words that contain it", () => {
  assert.deepEqual(topicsUsing("医保", USES), [[1, 5 / 8], [0, 3 / 8]]);
});

test("a word that nothing contains has no topics", () => {
  assert.deepEqual(topicsUsing("长颈鹿", USES), []);
});
