// Ranks the words of a topic and finds the topics that use a word.

/**
 * Words of a topic by relevance, weight log p(w|t) + (1 - weight) log(p(w|t) / p(w)) (Sievert and Shirley 2014).
 * words: [word, p(w|t), p(w)] in the order of the vocabulary, which decides between equals.
 */
export function rankWords(words, weight, n) {
  const relevance = ([, given, overall]) => Math.log(given) - (1 - weight) * Math.log(overall);
  const scored = words.map((word, place) => [relevance(word), place, word]);
  scored.sort((one, other) => other[0] - one[0] || one[1] - other[1]);
  return scored.slice(0, n).map(([, , word]) => word);
}

/**
 * Topics that use a word as [topic, share of the word's uses], largest share first.
 * A word outside the vocabulary stands for all words that contain it. uses: what Python packed as "words".
 */
export function topicsUsing(word, uses) {
  const vocabulary = uses.words.split("\n");
  const exact = vocabulary.indexOf(word);
  const places = exact >= 0 ? [exact] : [...vocabulary.keys()].filter((place) => vocabulary[place].includes(word));
  const weights = new Map();
  let total = 0;
  for (const place of places) {
    const row = uses.uses[place];
    for (let i = 0; i < row.length; i += 2) weights.set(row[i], (weights.get(row[i]) || 0) + row[i + 1]);
    total += uses.totals[place];
  }
  return [...weights].map(([topic, weight]) => [topic, weight / total]).sort((one, other) => other[1] - one[1]);
}
