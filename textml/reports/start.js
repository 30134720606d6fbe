// Brings the page to life; without it the page can still be read.

async function start() {
  document.documentElement.classList.add("alive");
  startReader();
  await loadArticles();
  startTable();
  await startMap();
  addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((part) => (part.open = true)));
  document.documentElement.dataset.ready = Math.round(performance.now());
}

start();
