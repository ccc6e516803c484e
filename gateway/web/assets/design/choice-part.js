/* A dialog that stays until the author has chosen, and then lets go where they were. */
import { StorePart } from "./store-part.js";

export class ChoicePart extends StorePart {
  updated() {
    const dialog = this.querySelector("dialog");
    if (!dialog || dialog.open) return;
    this.cameFrom ??= document.activeElement;
    dialog.showModal();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    // A dialog that is taken away, and not closed, leaves the focus nowhere.
    const there = this.cameFrom?.isConnected && this.cameFrom !== document.body;
    (there ? this.cameFrom : document.querySelector(".editor-bar__title"))?.focus();
  }
}
