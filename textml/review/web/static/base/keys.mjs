// Turns keys into acts of the view on screen.

let acts = {};
let always = {};

/** Say what keys do in the view on screen: {key: act}; `moves` names letters that go on while they are held down. A digit
    calls `digit` with its number. */
export function useKeys(map) {
  acts = map;
}

/** Say what keys do in every view. */
export function useKeysAlways(map) {
  always = map;
  document.addEventListener("keydown", press);
}

function press(event) {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
  const name = nameOf(event);
  // A button that has the focus takes space and Enter itself.
  if ((name === " " || name === "Enter") && event.target.closest("button, a, summary, [role=button]")) return;
  const act = acts[name] ?? always[name];
  const digit = /^[0-9]$/.test(name) ? acts.digit : undefined;
  if (!act && !digit) return;
  event.preventDefault();
  // A key that is held down moves on, but labels one article only.
  if (event.repeat && !name.startsWith("Arrow") && !acts.moves?.includes(name)) return;
  if (act) act(event);
  else digit(Number(name));
}

function isTyping(target) {
  return target instanceof Element && target.closest("input, select, textarea, [contenteditable]") !== null;
}

/** The name of a key; digits by their place too, for keyboards on which they need Shift. */
function nameOf(event) {
  const place = /^(?:Digit|Numpad)([0-9])$/.exec(event.code);
  if (place && !event.shiftKey) return place[1];
  // Two articles below each other are told apart by case; letters mean the same in both.
  return event.key.length === 1 ? event.key.toLowerCase() : event.key;
}
