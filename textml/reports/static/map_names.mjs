// Names on the map: two or three words on a circle, inside the frame and over no other name.

import { moveInside, overlap } from "./places.mjs";

/**
 * Show the names of large topics first, others where they cover no name that is shown: all their words, or fewer.
 * places: [{left, top, text, words}], the elements of a name and of its words; size: [width, height] of the frame.
 */
export function showNames(places, size) {
  const taken = [];
  for (const place of places) {
    place.text.style.visibility = "visible";
    const most = place.words.length;
    const name = place.words.map((_, hidden) => showWords(place, most - hidden, size)).find(isFree(taken));
    if (name) showWords(place, name.words, size);
    else place.text.style.visibility = "hidden";
    if (name) taken.push(name);
  }
}

function isFree(taken) {
  return (name) => !taken.some((other) => overlap(name, other));
}

/** Show the first words of a name inside the frame; return the box that they take. */
function showWords(place, n, [width, height]) {
  place.words.forEach((word, number) => (word.style.display = number < n ? "" : "none"));
  place.words[0].setAttribute("dy", `${-0.55 * (n - 1)}em`);
  place.text.removeAttribute("transform");
  const box = place.text.getBBox();
  const right = moveInside(place.left + box.x, box.width, width);
  const down = moveInside(place.top + box.y, box.height, height);
  place.text.setAttribute("transform", `translate(${right} ${down})`);
  const [left, top] = [place.left + box.x + right, place.top + box.y + down];
  return { left, top, right: left + box.width, bottom: top + box.height, words: n };
}
