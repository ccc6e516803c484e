/* Throwing the draft away: the way to the page that asks whether that is meant. */
import { html, icon } from "./part.js";
import { sayWhy } from "./trouble-bar.js";
import { _ } from "./words.js";

/** `editor`: base and saver. What can still be saved is, so that who keeps the draft keeps all of it. */
export function throwAway(editor) {
  const { base, saver } = editor;
  const go = async (event) => {
    event.preventDefault();
    const { href } = event.currentTarget;
    await saver.save();
    if (saver.trouble?.kind === "gone") sayWhy(editor);
    else window.location.assign(href);
  };
  return html`<p class="throw-away"><a class="button button--quiet" href="${base}/discard" @click=${go}>${icon("trash-2")}<span>${_("Throw this draft away")}</span></a></p>`;
}
