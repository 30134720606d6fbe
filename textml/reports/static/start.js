// Brings the page to life; without it the page can still be read.

async function start() {
  if (!("DecompressionStream" in window)) {
    byId("old-browser").hidden = false;
    return;
  }
  document.documentElement.classList.add("alive");
  await loadArticles();
  startReader();
  startTable();
  await startMap();
  addEventListener("beforeprint", openParts);
  document.documentElement.dataset.ready = Math.round(performance.now());
}

/** On paper nothing can be opened; whole articles are left out. */
function openParts() {
  for (const part of document.querySelectorAll("details:not(.inline)")) part.open = true;
}

start();
