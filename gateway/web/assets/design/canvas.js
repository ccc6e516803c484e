/* The canvas: the form as it will be, with something to take hold of at every question. */
import { unsafeHTML } from "lit/directives/unsafe-html.js";
import { repeat } from "lit/directives/repeat.js";
import { addressAt, addressIn, canHold, find, insert, isContainer, itemOf, move, remove, stepPlace } from "./document.js";
import { kindWord } from "./kinds.js";
import { copyOf } from "./naming.js";
import { button, html, icon, nothing } from "./part.js";
import { path, peopleWords } from "./path.js";
import { problemsOf } from "./problems-panel.js";
import { makeSortable } from "./sorting.js";
import { startersFor } from "./starters.js";
import { fillersOf, stepsOf } from "./steps.js";
import { StorePart } from "./store-part.js";
import { _, _n } from "./words.js";

class BuilderCanvas extends StorePart {
  render() {
    const { store } = this;
    const items = store.doc.items ?? [];
    return html`${path(store)}
      <div class="canvas">
        <header class="canvas__head"><h2 class="canvas__title">${store.words(store.doc.title)}</h2>
          ${store.doc.description ? html`<p class="soft">${store.words(store.doc.description)}</p>` : nothing}</header>
        ${items.length ? this.list(items, null) : this.empty()}
      </div>`;
  }

  empty() {
    return html`<div class="canvas-start"><p class="soft">${_("Begin with an example, or add your first question.")}</p>
      <div class="canvas-start__choices">${startersFor(this.store.lang).map((one) => html`<button type="button" class="add-kind" @click=${() => this.begin(one)}>
        ${icon(one.icon)}<span><span class="add-kind__word">${one.title}</span><span class="add-kind__purpose">${one.purpose}</span></span></button>`)}</div>
      ${button(_("Add a question"), () => this.store.set({ adding: { place: { parent: null, index: 0 } } }), { icon: "plus", kind: "primary" })}</div>`;
  }

  begin(starter) {
    const { store } = this;
    store.apply(starter.put(store.doc), _("Began with {what}", { what: starter.title }), { say: _("{what} was put in.", { what: starter.title }) });
    void this.updateComplete.then(() => this.querySelector(".canvas-item__name")?.focus());
  }

  list(items, parent) {
    return html`<ol class="canvas__list" data-parent=${parent?.key ?? ""}>
      ${this.addHere(parent, 0)}
      ${repeat(items, (item) => this.store.placeName(item.key), (item, place) => html`${this.item(item, parent, place, items.length)}${this.addHere(parent, place + 1, item)}`)}
    </ol>`;
  }

  addHere(parent, index, after) {
    const place = { parent: parent?.key ?? null, index };
    const label = after ? _("Add after {what}", { what: this.name(after) }) : _("Add at the top");
    return html`<li class="canvas-add desk-only"><button type="button" class="canvas-add__button" aria-label=${label} @click=${() => this.store.set({ adding: { place } })}>
      <span class="canvas-add__line" aria-hidden="true"></span><span class="canvas-add__word">${icon("plus")}${_("Add")}</span><span class="canvas-add__line" aria-hidden="true"></span></button></li>`;
  }

  name(item) {
    return this.store.words(item.label) || kindWord(item.type);
  }

  item(item, parent, place, count) {
    const { store } = this;
    const address = addressIn(parent, item.key);
    const selected = store.isSelected("item", address);
    const classes = ["canvas-item", selected && "canvas-item--now", this.isElsewhere(item, parent) && "canvas-item--elsewhere", isContainer(item) && "canvas-item--holder"];
    return html`<li class=${classes.filter(Boolean).join(" ")} data-key=${address} data-type=${item.type} @click=${(event) => this.onClick(event, address)}>
      <div class="canvas-item__head">
        <span class="canvas-item__grip desk-only" data-grip title=${_("Drag to move")} aria-hidden="true">${icon("grip-vertical")}</span>
        <button type="button" class="canvas-item__name" aria-pressed=${selected} @click=${() => store.select("item", address)} @keydown=${(event) => this.keys(event, address)}>
          <span class="visually-hidden">${this.name(item)}, </span>${kindWord(item.type)}</button>
        ${this.tags(item, parent)}
        <span class="canvas-item__tools">
          ${button(_("Move up: {what}", { what: this.name(item) }), () => this.step(address, -1), { icon: "arrow-up", short: true, kind: "quiet", disabled: !parent && place === 0, name: "up" })}
          ${button(_("Move down: {what}", { what: this.name(item) }), () => this.step(address, 1), { icon: "arrow-down", short: true, kind: "quiet", disabled: !parent && place === count - 1, name: "down" })}
          <span class="desk-only">${button(_("Copy: {what}", { what: this.name(item) }), () => this.copy(item, parent, place), { icon: "copy", short: true, kind: "quiet" })}</span>
          <span class="desk-only">${button(_("Remove: {what}", { what: this.name(item) }), () => this.takeAway(address), { icon: "trash-2", short: true, kind: "quiet" })}</span>
        </span>
      </div>
      <div class="canvas-item__drawn" inert>${unsafeHTML(store.drawer.of(address))}</div>
      ${isContainer(item) ? this.list(item.items ?? [], item) : nothing}
    </li>`;
  }

  /** What a form does not show by itself: who, when, which rule, how many links. */
  tags(item, parent) {
    const { store } = this;
    const links = (item.outcomes?.length ?? 0) + (item.rows ?? []).reduce((sum, row) => sum + (row.outcomes?.length ?? 0), 0);
    const tags = [
      item.type !== "note" && parent?.type !== "repeat" && peopleWords(store, fillersOf(item, parent)),
      item.required === true && _("required"),
      item.show !== undefined && _("shown by a rule"),
      item.required && item.required !== true && _("required by a rule"),
      links > 0 && _n("{n} link", "{n} links", links),
    ].filter(Boolean);
    return html`<span class="canvas-item__tags">${tags.map((tag) => html`<span class="canvas-tag">${tag}</span>`)}
      ${problemsOf(store, addressIn(parent, item.key)) ? html`<span class="canvas-tag canvas-tag--care">${icon("triangle-alert")}${_("problem")}</span>` : nothing}</span>`;
  }

  /** Whether something else than the selected step is asked here. */
  isElsewhere(item, parent) {
    const { kind, key } = this.store.selected;
    if (kind !== "step" || isContainer(item) || item.type === "note") return false;
    return !stepsOf(this.store.doc, item, parent).includes(key);
  }

  onClick(event, address) {
    if (event.target.closest("button, a")) return;
    event.stopPropagation();
    event.currentTarget.querySelector(".canvas-item__name").focus({ preventScroll: true });
    this.store.select("item", address);
  }

  keys(event, address) {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (by && event.altKey) {
      event.preventDefault();
      this.step(address, by);
    } else if (event.key === "Delete") {
      event.preventDefault();
      this.takeAway(address);
    } else if (by) {
      event.preventDefault();
      this.focusBeside(event.currentTarget, by);
    }
  }

  focusBeside(here, by) {
    const all = [...this.querySelectorAll(".canvas-item__name")];
    all[all.indexOf(here) + by]?.focus();
  }

  step(address, by) {
    const place = stepPlace(this.store.doc, address, by);
    if (place) this.moveTo(address, place);
  }

  moveTo(address, place) {
    const { store } = this;
    const doc = move(store.doc, address, place);
    if (doc === store.doc) return;
    const now = addressAt(store.doc, address, place);
    const { item, parent, index, list } = find(doc, now);
    const where = { what: this.name(item), n: index + 1, count: list.length };
    const say = parent ? _("{what} is now number {n} of {count} in {section}.", { ...where, section: this.name(parent) }) : _("{what} is now number {n} of {count}.", where);
    store.apply(doc, _("Moved {what}", { what: this.name(item) }), { say, moved: [address, now] });
    void this.keepFocus(now);
  }

  /** In a section it is drawn anew; the button that moved it is there again. */
  async keepFocus(address) {
    const pressed = document.activeElement?.dataset.do;
    await this.updateComplete;
    const head = this.querySelector(`[data-key="${CSS.escape(address)}"] > .canvas-item__head`);
    const again = ["up", "down"].includes(pressed) && head?.querySelector(`[data-do="${pressed}"]:not(:disabled)`);
    (again || head?.querySelector(".canvas-item__name"))?.focus();
  }

  copy(item, parent, place) {
    const { store } = this;
    const copied = copyOf(store.doc, addressIn(parent, item.key));
    const address = addressIn(parent, copied.key);
    store.apply(insert(store.doc, copied, { parent: parent?.key ?? null, index: place + 1 }), _("Copied {what}", { what: this.name(item) }), {
      say: _("{what} was copied.", { what: this.name(item) }),
    });
    store.select("item", address);
    store.settle("item", address);
  }

  takeAway(address) {
    const { store } = this;
    const item = itemOf(store.doc, address);
    store.apply(remove(store.doc, address), _("Removed {what}", { what: this.name(item) }), { say: _("{what} was removed. Undo brings it back.", { what: this.name(item) }) });
  }

  updated() {
    for (const list of this.querySelectorAll(".canvas__list")) {
      if (list.sortable) continue;
      list.sortable = makeSortable(list, {
        handle: "[data-grip]",
        draggable: ".canvas-item",
        group: { name: "items", put: (to, _from, dragged) => canHold(itemOf(this.store.doc, to.el.dataset.parent), dragged.dataset.type) },
        moved: ({ item, to, newIndex }) => this.moveTo(item.dataset.key, { parent: to.dataset.parent || null, index: newIndex }),
      });
    }
  }
}

customElements.define("builder-canvas", BuilderCanvas);
