/* What every part of an editor is: a small Lit element in light DOM, so that style and axe see all of it. */
import { LitElement, html, nothing, svg } from "lit";

let sprite = "";

export function useIcons(address) {
  sprite = address;
}

/** An icon of the sprite (names: assets/icons.js); always beside a word. */
export const icon = (name) => html`<svg class="icon" aria-hidden="true" focusable="false">${svg`<use href="${sprite}#${name}"></use>`}</svg>`;

export class Part extends LitElement {
  createRenderRoot() {
    return this;
  }

  /** Tell whoever listens above. */
  tell(name, detail = {}) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
  }
}

/** A button; `options`: icon, kind (primary, quiet, danger), short (only the icon is seen), attributes as properties. */
export function button(label, onClick, { icon: picture, kind = "", short = false, disabled = false, pressed, name } = {}) {
  const classes = ["button", kind && `button--${kind}`, short && "button--icon"].filter(Boolean).join(" ");
  return html`<button type="button" class=${classes} ?disabled=${disabled} data-do=${name ?? nothing}
    aria-pressed=${pressed ?? nothing} title=${short ? label : nothing} @click=${onClick}>
    ${picture ? icon(picture) : ""}<span class=${short ? "visually-hidden" : ""}>${label}</span></button>`;
}

/** What is done at a computer, and not on a phone: all but words and their order. */
export const desk = (body) => html`<div class="stack desk-only">${body}</div>`;

/** Where the rest of it is, said on a phone. */
export const atADesk = (words) => html`<p class="desk-note soft small">${words}</p>`;

export { html, nothing };
