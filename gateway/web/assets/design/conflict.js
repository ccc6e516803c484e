/* Somebody else saved the same draft: both versions are there, the author chooses. */
import { comparedItems } from "./comparing.js";
import { button, html, nothing } from "./part.js";
import { StorePart } from "./store-part.js";
import { _ } from "./words.js";

class VersionChoice extends StorePart {
  static properties = { ...StorePart.properties, both: { state: true } };

  render() {
    if (!this.store.theirs) return nothing; // chosen; the builder takes this away
    const { by, when } = this.store.theirs;
    return html`<dialog class="dialog dialog--wide" aria-labelledby="conflict-title" @cancel=${(event) => event.preventDefault()}>
      <div class="dialog__head"><h2 class="dialog__title" id="conflict-title">${_("Somebody else changed this form too")}</h2></div>
      <div class="dialog__body"><p>${by ? _("{name} saved another version {when}. Yours is kept here until you choose.", { name: by, when }) : _("Another version was saved {when}. Yours is kept here until you choose.", { when })}</p>
        ${this.both ? this.compared() : nothing}</div>
      <div class="dialog__actions">
        ${this.both ? nothing : button(_("Look at both"), () => { this.both = true; }, { icon: "eye" })}
        ${button(_("Take theirs"), () => this.store.takeTheirs(), { name: "theirs" })}
        ${button(_("Keep mine"), () => this.store.keepMine(), { kind: "primary", name: "mine" })}</div></dialog>`;
  }

  /** Question by question, what differs stands out. */
  compared() {
    const rows = comparedItems(this.store.doc, this.store.theirs.document, this.store.lang);
    const cell = (text) => html`<td>${text ?? html`<span class="faint">${_("not there")}</span>`}</td>`;
    return html`<div class="table-wrap" tabindex="0" role="region" aria-label=${_("Both versions")}><table class="table"><thead><tr><th scope="col">${_("Part")}</th><th scope="col">${_("Yours")}</th><th scope="col">${_("Theirs")}</th></tr></thead>
      <tbody>${rows.map((row) => html`<tr class="compare-row"><th scope="row">${row.label}</th>${cell(row.mine)}${cell(row.theirs)}</tr>`)}</tbody></table></div>
      ${rows.length ? nothing : html`<p class="soft">${_("Both say the same.")}</p>`}`;
  }

  updated() {
    const dialog = this.querySelector("dialog");
    if (dialog && !dialog.open) dialog.showModal();
  }
}

customElements.define("version-choice", VersionChoice);
