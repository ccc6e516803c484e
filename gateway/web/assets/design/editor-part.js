/* A whole editor: undoes by keyboard wherever the focus is, and asks before what is not saved yet is left. */
import { follow } from "./following.js";
import { html, icon, nothing } from "./part.js";
import { StorePart } from "./store-part.js";
import { leave, troubleBar } from "./trouble-bar.js";
import { undoKeys } from "./undo-keys.js";
import { _, languageName } from "./words.js";

export class EditorPart extends StorePart {
  connectedCallback() {
    super.connectedCallback();
    this.onKey = (event) => this.keys(event);
    document.addEventListener("keydown", this.onKey);
    this.onLeave = (event) => this.store.saver.dirty && event.preventDefault();
    addEventListener("beforeunload", this.onLeave);
    this.stopFollowing = follow(this);
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.onKey);
    removeEventListener("beforeunload", this.onLeave);
    this.stopFollowing();
    super.disconnectedCallback();
  }

  keys(event) {
    undoKeys(event, { undo: () => this.store.undo(), redo: () => this.store.redo() });
  }

  /** The bar, and under it why nothing is saved. */
  head() {
    return html`<div class="editor-head">${this.bar()}${troubleBar(this.store)}</div>`;
  }

  leave(event) {
    return leave(event, this.store, { anyway: event.currentTarget.matches(".editor-bar__back") });
  }

  /** Whether it is saved, in a word. */
  get saveWords() {
    return { saved: _("Saved"), saving: _("Saving"), attention: _("Needs attention") }[this.store.saveState];
  }

  /** A document in several languages is written in one of them at a time; the others under Translate. */
  writingIn() {
    const { store } = this;
    const { languages } = store;
    if (languages.length < 2 || store.view === "translate") return nothing;
    return html`<label class="visually-hidden" for="writing-in">${_("Language you write in")}</label>
      <select class="input editor-bar__language" id="writing-in" @change=${(event) => store.setLanguage(event.target.value)}>
        ${languages.map((code) => html`<option value=${code} .selected=${code === store.lang}>${languageName(code)}</option>`)}</select>`;
  }

  viewButton(view, label, picture) {
    const { store } = this;
    return html`<button type="button" class="switch__item" aria-pressed=${store.view === view} @click=${() => this.show(view)}>${icon(picture)}${label}</button>`;
  }

  show(view) {
    this.store.set({ view });
    this.querySelector(".builder__work").scrollTop = 0;
  }
}
