// Finds the words that spoke for a section in a text.

/**
 * Cut a text into pieces, some of which are words that spoke: [{text, section}] with section "" for the others.
 * Of words that overlap the longer one counts; of one word named for two sections, the first.
 */
export function markWords(text, words) {
  const sections = new Map();
  for (const { word, section } of words) if (word && !sections.has(word)) sections.set(word, section);
  if (!sections.size) return text ? [{ text, section: "" }] : [];
  const longest = [...sections.keys()].toSorted((a, b) => b.length - a.length);
  const finder = new RegExp(longest.map(escape).join("|"), "gu");
  const pieces = [];
  let end = 0;
  for (const found of text.matchAll(finder)) {
    if (found.index > end) pieces.push({ text: text.slice(end, found.index), section: "" });
    pieces.push({ text: found[0], section: sections.get(found[0]) });
    end = found.index + found[0].length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end), section: "" });
  return pieces;
}

/** A word as a pattern that means just this word. */
function escape(word) {
  return word.replace(/[.*+?^${}()|[\]\\/]/g, (sign) => `\\${sign}`);
}
