// Remembers labels and skips in their order, so that the last one can be undone.

import { post, withdraw } from "../base/outbox.mjs";
import { recall } from "../base/settings.mjs";

/** What a person did since the page was opened; a skip is an act without a nonce. */
export class Acts {
  constructor() {
    this.acts = [];
  }

  get isEmpty() {
    return this.acts.length === 0;
  }

  /** How many labels were given, without those that were undone or refused. */
  get labels() {
    return this.acts.filter(({ nonce }) => nonce).length;
  }

  get last() {
    return this.acts.at(-1);
  }

  /** Whether the label of an article was given here, where the server may not know of it yet. */
  gave(id) {
    return this.acts.some(({ article, nonce }) => nonce && article.id === id);
  }

  label(article, section) {
    const { nonce } = post({ id: article.id, section, by: recall("by", ""), chosen: article.found ? "" : "suggested" });
    this.acts.push({ article, before: article.label ?? "", nonce, section });
    article.label = section;
  }

  skip(article) {
    this.acts.push({ article, nonce: "" });
  }

  /** Undo the last act and return it; undefined if there is none. */
  undo() {
    const last = this.acts.pop();
    if (!last?.nonce) return last;
    if (!withdraw(last.nonce)) post({ id: last.article.id, section: last.before, by: recall("by", ""), undoes: last.nonce });
    last.article.label = last.before;
    return last;
  }

  /** Forget a label that was refused, and return its act; undefined if it is not of this visit. */
  drop(nonce) {
    const place = this.acts.findIndex((act) => act.nonce === nonce);
    if (place < 0) return undefined;
    const [act] = this.acts.splice(place, 1);
    act.article.label = act.before;
    return act;
  }
}
