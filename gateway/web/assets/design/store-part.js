/* A part that shows what the store knows, and again when that changed. */
import { Part } from "./part.js";

export class StorePart extends Part {
  static properties = { store: { attribute: false } };

  connectedCallback() {
    super.connectedCallback();
    this.again = () => this.requestUpdate();
    this.store?.addEventListener("change", this.again);
  }

  disconnectedCallback() {
    this.store?.removeEventListener("change", this.again);
    super.disconnectedCallback();
  }
}
