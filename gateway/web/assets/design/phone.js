/* The form on a phone, for one person at one step, while it is written; its rules work. */
import { unsafeHTML } from "lit/directives/unsafe-html.js";
import { FormRunner } from "../form-runner.js";
import { selectField } from "./fields.js";
import { html } from "./part.js";
import { listOf } from "./steps.js";
import { StorePart } from "./store-part.js";
import { _ } from "./words.js";

const WAIT_MS = 250;

class BuilderPhone extends StorePart {
  static properties = { ...StorePart.properties, drawn: { state: true }, seat: { state: true } };

  get seats() {
    return this.store.doc.stages.flatMap((stage) => listOf(stage.by).map((person) => ({ step: stage.id, person })));
  }

  get chosen() {
    const { kind, key } = this.store.selected;
    const same = (one) => this.seat && one.step === this.seat.step && one.person === this.seat.person;
    return this.seats.find(same) ?? this.seats.find((one) => kind === "step" && one.step === key) ?? this.seats.at(-1);
  }

  render() {
    const { store } = this;
    const words = ({ step, person }) => _("{person}, at “{step}”", { person: store.words(store.doc.roles[person]?.label), step: store.words(store.doc.stages.find((one) => one.id === step).label) });
    const options = this.seats.map((one) => ({ value: `${one.step} ${one.person}`, label: words(one), seat: one }));
    const now = this.chosen;
    return html`<div class="phone-bar">${selectField("phone-seat", _("As seen by"), options, now && `${now.step} ${now.person}`, { change: (value) => { this.seat = options.find((one) => one.value === value)?.seat; } })}</div>
      <div class="phone"><div class="phone__screen"><p class="phone__title">${store.words(store.doc.title)}</p><div class="phone__form">${unsafeHTML(this.drawn ?? "")}</div></div></div>
      <p class="field__help phone__note">${_("You may fill it in to see what the rules do. Nothing is kept.")}</p>`;
  }

  updated() {
    const { doc, lang } = this.store;
    const seat = this.chosen;
    const now = JSON.stringify(seat);
    if (seat && (this.doc !== doc || this.lang !== lang || this.shown !== now)) {
      Object.assign(this, { doc, lang, shown: now });
      clearTimeout(this.timer);
      this.timer = setTimeout(() => void this.draw(seat), this.drawn ? WAIT_MS : 0);
    }
    const form = this.querySelector("[data-preview]");
    if (form && form !== this.running) {
      this.running = form;
      form.addEventListener("submit", (event) => event.preventDefault());
      if (form.querySelector("[data-form-items]")) new FormRunner(form, () => {});
    }
  }

  async draw(seat) {
    const { status, data } = await this.store.post(`${this.store.base}/draw`, { document: this.store.doc, lang: this.store.lang, ...seat });
    if (status === 200) this.drawn = data.html;
  }
}

customElements.define("builder-phone", BuilderPhone);
