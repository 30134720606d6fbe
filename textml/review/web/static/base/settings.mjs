// Remembers what a person chose, in this browser.

const PREFIX = "textml.review.";

/** What was kept under a name; the fallback where nothing was, or where the browser keeps nothing. */
export function recall(name, fallback = "") {
  try {
    const kept = localStorage.getItem(PREFIX + name);
    return kept === null ? fallback : JSON.parse(kept);
  } catch {
    return fallback;
  }
}

/** Keep a value under a name; a browser that keeps nothing, as in a private window, is no error. */
export function remember(name, value) {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

/** A name for this tab, the same until it is closed. */
export function tabName() {
  const fresh = Math.random().toString(36).slice(2, 8);
  try {
    const kept = sessionStorage.getItem(`${PREFIX}tab`) ?? fresh;
    sessionStorage.setItem(`${PREFIX}tab`, kept);
    return kept;
  } catch {
    return fresh;
  }
}

const darkness = window.matchMedia("(prefers-color-scheme: dark)");

/** "light" or "dark": what the person chose, or else what the system asks for. */
export function scheme() {
  return recall("scheme") || (darkness.matches ? "dark" : "light");
}

/** Put the colour scheme on the page, now and whenever the system changes it. */
export function applyScheme() {
  document.documentElement.dataset.scheme = scheme();
  darkness.onchange = () => (document.documentElement.dataset.scheme = scheme());
}

/** Change between light and dark. */
export function switchScheme() {
  remember("scheme", scheme() === "dark" ? "light" : "dark");
  document.documentElement.dataset.scheme = scheme();
}
