/* Choosing what to add: all kinds in plain words, by group. */
import { addressIn, find, insert, itemOf, placeAfter, canHold } from "./document.js";
import { groups, kindWord, newItem } from "./kinds.js";
import { fresh, takenNames } from "./naming.js";
import { button, html, icon, nothing } from "./part.js";
import { acting, listOf, stepOf } from "./steps.js";
import { StorePart } from "./store-part.js";
import { _ } from "./words.js";

class AddMenu extends StorePart {
  render() {
    const parent = this.place.parent ? itemOf(this.store.doc, this.place.parent) : null;
    return html`<dialog class="dialog dialog--wide" aria-labelledby="add-title" @close=${() => this.store.set({ adding: null })} @click=${(event) => event.target === event.currentTarget && event.target.close()}>
      <div class="dialog__head"><h2 class="dialog__title" id="add-title">${_("What do you want to add?")}</h2>
        ${button(_("Close"), () => this.dialog.close(), { icon: "x", short: true, kind: "quiet" })}</div>
      <div class="dialog__body add-groups">${parent ? this.within(parent) : nothing}
        ${groups().map(({ label, kinds }) => ({ label, kinds: kinds.filter(([type]) => canHold(parent, type)) })).filter(({ kinds }) => kinds.length).map((group) => html`<section><h3 class="add-groups__title">${group.label}</h3><div class="add-kinds">
          ${group.kinds.map(([type, picture, word, purpose]) => html`<button type="button" class="add-kind" data-type=${type} @click=${() => this.add(type, word)}>
            ${icon(picture)}<span><span class="add-kind__word">${word}</span><span class="add-kind__purpose">${purpose}</span></span></button>`)}
        </div></section>`)}
      </div></dialog>`;
  }

  /** What is added into a list or section, and that it may stand after it as well. */
  within(parent) {
    const around = find(this.store.doc, parent.key);
    const after = { parent: around.parent?.key ?? null, index: around.index + 1 };
    const what = this.store.words(parent.label) || kindWord(parent.type);
    return html`<p class="add-within">${_("It goes into “{what}”, so what cannot stand in there is not offered.", { what })}
      ${button(_("Add it after that instead"), () => this.store.set({ adding: { place: after } }), { kind: "quiet" })}</p>`;
  }

  get dialog() {
    return this.querySelector("dialog");
  }

  get place() {
    const { store } = this;
    const selected = store.selected.kind === "item" ? store.selected.key : null;
    return store.adding?.place ?? placeAfter(store.doc, selected);
  }

  updated() {
    if (this.store.adding && !this.dialog.open) this.dialog.showModal();
  }

  add(type, word) {
    const { store } = this;
    const { doc } = store;
    const { place } = this;
    const key = fresh(takenNames(doc));
    const item = newItem(type, key, { lang: store.lang, ...this.around(place) });
    for (const [number, inner] of (type === "repeat" ? item.items : []).entries()) inner.key = `${key}${number + 1}`;
    store.adding = null; // the dialog's own close comes later
    this.dialog.close();
    store.apply(insert(doc, item, place), _("Added {what}", { what: word }), { say: _("{what} was added.", { what: word }) });
    store.focusLabel = true;
    store.select("item", addressIn(place.parent && itemOf(doc, place.parent), key), "content");
  }

  /** What something new takes over from where it is put: who fills it in, when, on which scale. */
  around(place) {
    const { store } = this;
    const { doc } = store;
    const parent = place.parent ? itemOf(doc, place.parent) : null;
    const list = parent?.items ?? doc.items ?? [];
    const before = list[place.index - 1];
    const step = store.selected.kind === "step" ? stepOf(doc, store.selected.key) : undefined;
    const by = listOf(step?.by)[0] ?? listOf(before?.by)[0] ?? acting(doc).at(-1);
    return {
      by: parent?.type === "repeat" || parent?.by ? undefined : by,
      stage: step && !isFirstOf(doc, step, by) ? step.id : undefined,
      scale: Object.keys(doc.scales ?? {})[0],
      framework: Object.keys(doc.frameworks ?? {})[0],
    };
  }
}

const isFirstOf = (doc, step, person) => doc.stages.find((one) => listOf(one.by).includes(person))?.id === step.id;

customElements.define("add-menu", AddMenu);
