/* Somebody else saved the same draft: both versions are there, the author chooses, part by part where they like. */
import { ChoicePart } from "./choice-part.js";
import { comparedParts } from "./comparing.js";
import { same } from "./document.js";
import { changedByBoth, differences, firstChoices, merged } from "./merging.js";
import { button, html, icon, nothing } from "./part.js";
import { _, _n } from "./words.js";

class VersionChoice extends ChoicePart {
  static properties = { ...ChoicePart.properties, chosen: { state: true } };

  render() {
    if (!this.store.theirs) return nothing; // chosen; the builder takes this away
    const { by, when } = this.store.theirs;
    return html`<dialog class="dialog dialog--wide" aria-labelledby="conflict-title" @cancel=${(event) => event.preventDefault()} @close=${(event) => this.store.theirs && event.target.showModal()}>
      <div class="dialog__head"><h2 class="dialog__title" id="conflict-title">${_("Somebody else changed this form too")}</h2></div>
      <div class="dialog__body"><p>${by ? _("{name} saved another version {when}. Yours is kept here until you choose.", { name: by, when }) : _("Another version was saved {when}. Yours is kept here until you choose.", { when })}</p>
        ${this.compared()}</div>
      <div class="dialog__actions">
        ${button(_("Take theirs"), () => this.store.takeTheirs(), { name: "theirs" })}
        ${button(_("Keep mine"), () => this.store.keepMine(), { name: "mine" })}
        ${button(_("Save what I chose"), () => this.save(), { kind: "primary", icon: "check", name: "merge" })}</div></dialog>`;
  }

  /** Both versions as they are now: theirs may be a third one, saved while somebody chose. */
  willUpdate() {
    const { store } = this;
    if (!store.theirs || this.laid === store.theirs) return;
    this.laid = store.theirs;
    const found = differences(store.doc, store.theirs.document);
    this.parts = comparedParts(store.doc, store.theirs.document, store.lang);
    this.clashes = new Set(found.filter((one) => changedByBoth(one, store.agreed)).map(({ id }) => id));
    this.chosen = firstChoices(found, store.agreed);
  }

  /** Part by part: what only one of both changed is chosen already. */
  compared() {
    if (this.parts.length === 0) return html`<p class="soft">${same(this.store.doc, this.store.theirs.document) ? _("Both say the same.") : _("Something else in it differs.")}</p>`;
    return html`<p class="soft small">${_n("{n} part differs. What only one of you changed is chosen already.", "{n} parts differ. What only one of you changed is chosen already.", this.parts.length)}</p>
      <div class="compare-list">${this.parts.map((part, place) => this.part(part, place))}</div>`;
  }

  part(part, place) {
    const clash = this.clashes.has(part.id);
    return html`<fieldset class="compare-part"><legend class="compare-part__title">${part.label}${clash ? html`<span class="compare-part__clash">${icon("triangle-alert")}${_("both of you changed this")}</span>` : nothing}</legend>
      ${part.silent ? html`<p class="field__help compare-part__note">${_("The words are the same; something behind them differs.")}</p>` : nothing}
      ${this.side(part, place, "mine", _("Keep mine"))}${this.side(part, place, "theirs", _("Take theirs"))}</fieldset>`;
  }

  side(part, place, side, label) {
    const text = part[side];
    return html`<label class="compare-side"><input type="radio" name="compare-${place}" .checked=${this.chosen[part.id] === side} @change=${() => { this.chosen = { ...this.chosen, [part.id]: side }; }}>
      <span><span class="compare-side__label">${label}</span><span class="compare-side__text">${text === undefined ? html`<span class="faint">${_("not there")}</span>` : text}</span></span></label>`;
  }

  save() {
    const { store } = this;
    store.takeMerged(merged(store.doc, store.theirs.document, this.chosen));
  }
}

customElements.define("version-choice", VersionChoice);
