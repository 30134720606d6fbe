// Keeps what is looked for in the address, so that going back works.

const NAMES = ["q", "section", "topic", "issue", "page_id", "labelled", "left", "page", "id"];

/** What the address asks for, without empty values. */
export function wanted(query) {
  return Object.fromEntries(NAMES.filter((name) => query.get(name)).map((name) => [name, query.get(name)]));
}

/** Whether articles are asked for, rather than the overview. */
export function asksForArticles(want) {
  return NAMES.some((name) => name !== "page" && want[name]);
}

/** The address of a wish; changes are laid over it, "" takes a value out. */
export function addressOf(want, changes = {}) {
  const query = new URLSearchParams(Object.entries({ ...want, ...changes }).filter(([, value]) => value !== "" && value !== undefined));
  const tail = query.toString();
  return tail ? `#look?${tail}` : "#look";
}
