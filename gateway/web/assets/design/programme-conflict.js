/* Somebody else saved the same programme: both versions are there, the author chooses. */
import { button, html, nothing } from "./part.js";
import { compared, lines } from "./programme-sentences.js";
import { StorePart } from "./store-part.js";
import { _ } from "./words.js";

class ProgrammeChoice extends StorePart {
  render() {
    const { store } = this;
    if (!store.theirs) return nothing; // chosen; the builder takes this away
    const { by, when } = store.theirs;
    return html`<dialog class="dialog dialog--wide" aria-labelledby="conflict-title" @cancel=${(event) => event.preventDefault()}>
      <div class="dialog__head"><h2 class="dialog__title" id="conflict-title">${_("Somebody else changed this programme too")}</h2></div>
      <div class="dialog__body"><p>${by ? _("{name} saved another version {when}. Yours is kept here until you choose.", { name: by, when }) : _("Another version was saved {when}. Yours is kept here until you choose.", { when })}</p>${this.both()}</div>
      <div class="dialog__actions">${button(_("Take theirs"), () => store.takeTheirs(), { name: "theirs" })} ${button(_("Keep mine"), () => store.keepMine(), { kind: "primary", name: "mine" })}</div></dialog>`;
  }

  /** Line by line, what differs. */
  both() {
    const { store } = this;
    const of = (doc) => lines(doc, store.library, store.lang);
    const rows = compared(of(store.doc), of(store.theirs.document));
    const cell = (text) => html`<td>${text ?? html`<span class="faint">${_("not there")}</span>`}</td>`;
    if (!rows.length) return html`<p class="soft">${_("Both say the same.")}</p>`;
    return html`<div class="table-wrap" tabindex="0" role="region" aria-label=${_("Both versions")}><table class="table">
      <thead><tr><th scope="col">${_("Part")}</th><th scope="col">${_("Yours")}</th><th scope="col">${_("Theirs")}</th></tr></thead>
      <tbody>${rows.map((row) => html`<tr class="compare-row"><th scope="row">${row.name}</th>${cell(row.mine)}${cell(row.theirs)}</tr>`)}</tbody></table></div>${nothing}`;
  }

  updated() {
    const dialog = this.querySelector("dialog");
    if (dialog && !dialog.open) dialog.showModal();
  }
}

customElements.define("programme-choice", ProgrammeChoice);
