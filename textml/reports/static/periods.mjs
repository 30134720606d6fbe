// Compares periods: years, months or days, written YYYY, YYYY-MM or YYYY-MM-DD; "" is no bound.

/** A period that ends before it begins is meant the other way round. */
export function orderPeriod(from, to) {
  return from && to && from > to ? [to, from] : [from, to];
}

/** Whether a date lies between two periods, both included. Without a bound every date does, also an unknown one. */
export function isWithin(date, from, to) {
  if (!from && !to) return true;
  return date !== "" && date.slice(0, from.length) >= from && (!to || date.slice(0, to.length) <= to);
}

/** Positions of the first and the last of the selected periods. */
export function selectedRange(groups, from, to) {
  return [from ? groups.indexOf(from) : 0, to ? groups.indexOf(to) : groups.length - 1];
}

/** Share of a topic in the selected periods, each weighted by its number of articles. */
export function shareWithin(periods, topic, from, to) {
  const { groups, n_articles: n, share } = periods;
  const [first, last] = selectedRange(groups, from, to);
  let [sum, total] = [0, 0];
  for (let place = first; place <= last; place++) {
    sum += n[place] * share[topic][place];
    total += n[place];
  }
  return total ? sum / total : 0;
}
