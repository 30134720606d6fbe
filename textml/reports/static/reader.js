// One article to read, over the page.

/** The headline of an article as a button that opens it. */
function headline(article) {
  const open = () => openArticle(article);
  return element("button", { type: "button", class: "link", click: open }, columns.titles[article]);
}

async function openArticle(article) {
  const [text, why] = await Promise.all([textOf(article), reasons()]);
  byId("reader-title").textContent = columns.titles[article];
  const facts = [dateOf(article), columns.ids[article], why && why[article]];
  byId("reader-facts").textContent = facts.filter(Boolean).join(" · ");
  byId("reader-text").replaceChildren(...text.split("\n").map((paragraph) => element("p", {}, paragraph)));
  byId("reader").showModal();
  byId("reader").scrollTop = 0;
  byId("reader-title").focus();
}

function startReader() {
  byId("reader-close").addEventListener("click", () => byId("reader").close());
  for (const title of document.querySelectorAll("[data-read]")) {
    title.replaceChildren(headline(Number(title.dataset.read)));
  }
}
