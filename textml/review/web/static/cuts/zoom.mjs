// Makes the picture of a page larger or smaller around the place that a person looks at.

import { setVars } from "../base/elements.mjs";

const MOST = 6;
// What a button or a key does, and a double tap.
const STEP = 1.5;
const TAP = 2.5;
// Milliseconds between two presses that are one double tap, pixels between their places.
const PAUSE = 350;
const NEAR = 30;
// Milliseconds without a change after which a sharper picture is fetched.
const SETTLED = 250;
// Pixels of pictures: few sizes, so that the browser has most of them already.
const WIDTHS = [900, 1300, 1900, 2500, 3000];
let zoom = 1;
let timer = null;

/** The picture of another page fits its room. */
export function resetZoom() {
  zoom = 1;
}

/** One step larger (1) or smaller (-1). */
export function zoomStep(room, direction) {
  zoomTo(room, zoom * STEP ** direction);
}

/** Zoom with the wheel, or with a double tap. */
export function listenToZoom(room) {
  let last = { time: -PAUSE, x: 0, y: 0 };
  const wheel = (event) => {
    if (!event.ctrlKey || !pictureIn(room)) return;
    event.preventDefault();
    zoomTo(room, zoom * Math.exp(-event.deltaY / 300), { x: event.clientX, y: event.clientY });
  };
  room.addEventListener("wheel", wheel, { passive: false });
  room.addEventListener("click", (event) => {
    const at = { time: event.timeStamp, x: event.clientX, y: event.clientY };
    const double = event.detail > 0 && !event.shiftKey && at.time - last.time < PAUSE && Math.hypot(at.x - last.x, at.y - last.y) < NEAR;
    last = double ? { ...at, time: -PAUSE } : at;
    if (double) zoomTo(room, zoom > 1.2 ? 1 : TAP, at);
  });
}

/** Give a picture that was drawn anew the size that the one before had. */
export function applyZoom(room) {
  setVars(room, { "--zoom": zoom });
  room.classList.toggle("zoomed", zoom > 1 && Boolean(pictureIn(room)));
}

/** The width in pixels to ask of a picture that is shown in a room. */
export function widthFor(room) {
  const shown = zoom * Math.min(room.clientWidth || 900, 992) * (window.devicePixelRatio || 1);
  return WIDTHS.find((width) => width >= shown) ?? WIDTHS.at(-1);
}

function pictureIn(room) {
  return room.querySelector(".picture");
}

/** The place `at`, or else the chosen line or the middle of what is seen, stays where it is. */
function zoomTo(room, wanted, at = chosenIn(room) ?? middleOf(room)) {
  const picture = pictureIn(room);
  if (!picture) return;
  const before = picture.getBoundingClientRect();
  zoom = Math.min(Math.max(wanted, 1), MOST);
  applyZoom(room);
  const after = picture.getBoundingClientRect();
  room.scrollLeft += after.left + ((at.x - before.left) / before.width) * after.width - at.x;
  room.scrollTop += after.top + ((at.y - before.top) / before.height) * after.height - at.y;
  clearTimeout(timer);
  timer = setTimeout(() => sharpen(room), SETTLED);
}

/** The chosen line, if it is seen. */
function chosenIn(room) {
  const box = room.querySelector(".chosen-lines rect")?.getBoundingClientRect();
  const at = box && { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 };
  return at && document.elementsFromPoint(at.x, at.y).includes(room) ? at : null;
}

function middleOf(room) {
  const { left, top, right, bottom } = room.getBoundingClientRect();
  return { x: (left + right) / 2, y: (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2 };
}

/** Fetch a picture that suits, and show it when it is there. */
function sharpen(room) {
  const image = pictureIn(room)?.querySelector("img");
  if (!image) return;
  const address = new URL(image.src);
  const width = widthFor(room);
  if (Number(address.searchParams.get("width")) >= width) return;
  address.searchParams.set("width", width);
  const sharper = new Image();
  sharper.addEventListener("load", () => (image.src = sharper.src));
  sharper.src = address.href;
}
