/* A whole editor: undoes by keyboard wherever the focus is, and asks before what is not saved yet is left. */
import { StorePart } from "./store-part.js";
import { _ } from "./words.js";

export class EditorPart extends StorePart {
  connectedCallback() {
    super.connectedCallback();
    this.onKey = (event) => this.keys(event);
    document.addEventListener("keydown", this.onKey);
    this.onLeave = (event) => this.store.saver.dirty && event.preventDefault();
    addEventListener("beforeunload", this.onLeave);
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.onKey);
    removeEventListener("beforeunload", this.onLeave);
    super.disconnectedCallback();
  }

  /** Ctrl+Z and Ctrl+Y (or Shift+Ctrl+Z). */
  keys(event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const key = event.key.toLowerCase();
    if (key !== "z" && key !== "y") return;
    event.preventDefault();
    if (key === "y" || event.shiftKey) this.store.redo();
    else this.store.undo();
  }

  /** Whether it is saved, in a word. */
  get saveWords() {
    return { saved: _("Saved"), saving: _("Saving"), attention: _("Needs attention") }[this.store.saveState];
  }
}
