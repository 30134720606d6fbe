// Compares places on the map.

/** Whether two boxes {left, top, right, bottom} overlap; boxes that only touch do not. */
export function overlap(one, other) {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}

/**
 * The nearest place in a direction (right, down), or the place itself where none lies there.
 * places: [{left, top}]; a distance to the side counts twice.
 */
export function nearest(places, here, right, down) {
  let [best, least] = [here, Infinity];
  places.forEach((place, topic) => {
    const [x, y] = [place.left - places[here].left, place.top - places[here].top];
    const ahead = x * right + y * down;
    const aside = Math.abs(x * down) + Math.abs(y * right);
    if (ahead > 1 && ahead + 2 * aside < least) [best, least] = [topic, ahead + 2 * aside];
  });
  return best;
}

/** How far something that begins at a place has to move to stand between 0 and an end; 0 where it does already. */
export function moveInside(start, length, end) {
  return Math.max(-start, 0) - Math.max(start + length - end, 0);
}

/** The largest radius of a circle that stays inside a frame. */
export function largestInside(x, y, width, height) {
  return Math.min(x, y, width - x, height - y);
}
