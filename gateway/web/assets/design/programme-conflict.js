/* Somebody else saved the same programme: both versions are there, the author chooses. */
import { ChoicePart } from "./choice-part.js";
import { comparedTable } from "./compared-table.js";
import { button, html, nothing } from "./part.js";
import { comparedProgrammes } from "./programme-comparing.js";
import { tidied } from "./programme-document.js";
import { _ } from "./words.js";

class ProgrammeChoice extends ChoicePart {
  render() {
    const { store } = this;
    if (!store.theirs) return nothing; // chosen; the builder takes this away
    const { by, when } = store.theirs;
    const rows = comparedProgrammes(store.doc, tidied(store.theirs.document), store.library, store.lang);
    return html`<dialog class="dialog dialog--wide" aria-labelledby="conflict-title" @cancel=${(event) => event.preventDefault()} @close=${(event) => this.store.theirs && event.target.showModal()}>
      <div class="dialog__head"><h2 class="dialog__title" id="conflict-title">${_("Somebody else changed this programme too")}</h2></div>
      <div class="dialog__body"><p>${by ? _("{name} saved another version {when}. Yours is kept here until you choose.", { name: by, when }) : _("Another version was saved {when}. Yours is kept here until you choose.", { when })}</p>${comparedTable(rows)}</div>
      <div class="dialog__actions">${button(_("Take theirs"), () => store.takeTheirs(), { name: "theirs" })} ${button(_("Keep mine"), () => store.keepMine(), { kind: "primary", name: "mine" })}</div></dialog>`;
  }
}

customElements.define("programme-choice", ProgrammeChoice);
