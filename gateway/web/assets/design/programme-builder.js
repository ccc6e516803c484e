/* The programme editor: the bar, and under it the parts, the programme as a page, and what is selected. */
import { EditorPart } from "./editor-part.js";
import { closing } from "./following.js";
import "./programme-conflict.js";
import { add, all, length, moveTo, remove, step } from "./programme-document.js";
import { programmePanel } from "./programme-panel.js";
import { choiceSentence, decisionSentence, formTitle, routeSentence, sentence } from "./programme-sentences.js";
import { atADesk, button, html, icon, nothing } from "./part.js";
import { takingAway } from "./removing.js";
import { makeSortable } from "./sorting.js";
import { translations } from "./translations.js";
import { _, _n } from "./words.js";

const KINDS = () => [
  { kind: "phase", title: _("Phases"), one: _("Phase"), add: _("Add a phase"), icon: "calendar", none: _("No phases yet. A programme is drawn along its phases.") },
  { kind: "dossier", title: _("Dossiers"), one: _("Dossier"), add: _("Add a dossier"), icon: "folder", none: _("No dossiers yet. Forms are kept and started in a dossier.") },
  { kind: "requirement", title: _("Requirements"), one: _("Requirement"), add: _("Add a requirement"), icon: "list-checks", none: _("Nothing is asked yet.") },
  { kind: "choice", title: _("Electives"), one: _("Elective"), add: _("Add an elective"), icon: "circle-dot", none: _("No electives: everybody does all of it.") },
  { kind: "route", title: _("Routes"), one: _("Route"), add: _("Add a route"), icon: "route", none: _("No routes: everybody goes the same way.") },
  { kind: "decision", title: _("Decisions"), one: _("Decision"), add: _("Add a decision"), icon: "gavel", none: _("No decisions named: one at the end of each phase.") },
];

class ProgrammeBuilder extends EditorPart {
  kinds() {
    const off = this.store.doc.stakes === "off";
    return KINDS().filter(({ kind }) => !(off && kind === "decision"));
  }

  render() {
    const { store } = this;
    const isPart = store.selected.kind !== "programme";
    return html`
      ${this.head()}
      <div class="builder" data-view=${store.view}>
        <nav class="builder__outline" aria-label=${_("Parts of this programme")}>${this.outline()}</nav>
        <div class="builder__work">${atADesk(_("A programme is published at a computer."))}${store.view === "translate" ? translations(store) : html`<div class="programme">${this.timeline()} ${this.kinds().map((one) => this.section(one))}</div>`}</div>
        ${store.view === "translate" ? nothing : html`<section class="builder__panel" aria-label=${_("What is selected")} tabindex=${store.selected.kind === "effect" ? 0 : nothing} ?data-open=${isPart}>${isPart ? closing(store, "programme") : nothing}${programmePanel(store)}</section>`}
      </div>
      ${store.theirs ? html`<programme-choice .store=${store}></programme-choice>` : nothing}
    `;
  }

  bar() {
    const { store } = this;
    const { history } = store;
    return html`<header class="editor-bar">
      <div class="editor-bar__where">
        <a class="editor-bar__back" href=${this.dataset.list} @click=${(event) => this.leave(event)}>${icon("chevron-left")}${this.dataset.listTitle}</a>
        <button type="button" class="editor-bar__title" @click=${() => store.select("programme")}>${store.words(store.doc.title) || _("Without a title")}</button>
        <p class="save-state" role="status" data-state=${store.saveState === "saving" ? "sending" : store.saveState}><span class="save-state__dot" aria-hidden="true"></span><span>${this.saveWords}</span></p>
      </div>
      <div class="editor-bar__tools">
        ${button(_("Undo"), () => store.undo(), { icon: "undo-2", short: true, disabled: !history.canUndo })}
        ${button(_("Redo"), () => store.redo(), { icon: "rotate-cw", short: true, disabled: !history.canRedo })}
        ${this.writingIn()}
        <div class="switch" role="group" aria-label=${_("View")}>${this.viewButton("build", _("Build"), "pencil")} ${this.viewButton("translate", _("Translate"), "languages")}</div>
        ${this.problemsButton()}
        ${button(_("Who is affected"), () => store.askEffect(), { icon: "users", name: "effect", pressed: store.selected.kind === "effect" })}
        <a class="button button--primary desk-only" href="${store.base}/publish" @click=${(event) => this.leave(event)}>${icon("badge-check")}<span>${_("Publish")}</span></a>
      </div>
    </header>`;
  }

  problemsButton() {
    const { store } = this;
    const { length: count } = store.problems;
    if (count === 0) return html`<span class="editor-bar__good">${icon("circle-check")}${_("No problems")}</span>`;
    return button(_n("{n} problem", "{n} problems", count), () => store.select("problems"), { icon: "triangle-alert", name: "problems", pressed: store.selected.kind === "problems" });
  }

  outline() {
    const { store } = this;
    const line = (kind, label, picture, count) => html`<li><button type="button" class="outline-line" @click=${() => this.jump(kind)}>${icon(picture)}<span>${label}</span>
      ${count === undefined ? nothing : html`<span class="faint number">${count}</span>`}</button></li>`;
    return html`<ul class="programme-outline">
      <li><button type="button" class="outline-line" aria-current=${store.selected.kind === "programme" ? "true" : nothing} @click=${() => store.select("programme")}>${icon("settings")}<span>${_("The programme itself")}</span></button></li>
      ${this.kinds().map(({ kind, title, icon: picture }) => line(kind, title, picture, all(store.doc, kind).length))}</ul>`;
  }

  async jump(kind) {
    if (this.store.view === "translate") this.show("build");
    await this.updateComplete;
    const heading = this.querySelector(`#programme-${kind}`);
    heading?.scrollIntoView({ block: "start" });
    heading?.focus({ preventScroll: true });
  }

  /** Phases as a line of time, with the decisions on it. */
  timeline() {
    const { store } = this;
    const phases = all(store.doc, "phase");
    if (!phases.length) return nothing;
    const months = length(store.doc);
    const decisions = store.doc.stakes === "off" ? [] : all(store.doc, "decision");
    return html`<figure class="timeline"><figcaption class="visually-hidden">${_n("The programme takes {n} month of full time.", "The programme takes {n} months of full time.", months)}</figcaption>
      <div class="timeline__line">${phases.map((one) => html`<button type="button" class="timeline__phase" data-months=${Number(one.months) || 1} title=${this.title(one)} aria-pressed=${this.isSelected("phase", one.key)}
        @click=${() => store.select("phase", one.key)}><span class="timeline__name">${this.title(one)}</span><span class="timeline__months">${_n("{n} month", "{n} months", one.months)}</span></button>`)}</div>
      ${decisions.length ? html`<div class="timeline__marks">${decisions.map((one) => html`<button type="button" class="timeline__mark" data-part=${Math.min(one.after_months / (months || 1), 1)}
        aria-pressed=${this.isSelected("decision", one.key)} @click=${() => store.select("decision", one.key)}>${icon("gavel")}<span>${this.title(one)}</span></button>`)}</div>` : nothing}
    </figure>`;
  }

  /** Widths and places come from numbers, and styles may not stand in the page. */
  updated() {
    for (const one of this.querySelectorAll("[data-months]")) one.style.flexGrow = one.dataset.months;
    for (const one of this.querySelectorAll("[data-part]")) one.style.setProperty("--part", one.dataset.part);
    for (const list of this.querySelectorAll("[data-sorted]")) this.sort(list);
  }

  sort(list) {
    const kind = list.dataset.sorted;
    list.sortable ??= makeSortable(list, {
      handle: "[data-grip]",
      draggable: "[data-line]",
      moved: ({ oldIndex, newIndex }) => this.dragged(kind, oldIndex, newIndex),
    });
  }

  dragged(kind, from, to) {
    const { store } = this;
    const list = all(store.doc, kind);
    const what = this.text(kind, list[from]);
    const say = _("{what} is now number {n} of {count}.", { what, n: to + 1, count: list.length });
    store.apply(moveTo(store.doc, kind, from, to), _("Moved {what}", { what }), { say });
  }

  title = (one) => this.store.words(one.title) || _("Without a title");

  isSelected = (kind, key) => this.store.selected.kind === kind && this.store.selected.key === key;

  section({ kind, title, add: label, none }) {
    const { store } = this;
    const list = all(store.doc, kind);
    return html`<section class="programme-part" aria-labelledby="programme-${kind}">
      <div class="programme-part__head"><h2 id="programme-${kind}" tabindex="-1">${title}</h2>${button(label, () => this.addOne(kind), { icon: "plus", name: `add-${kind}` })}</div>
      ${list.length ? html`<ol class="programme-lines" data-sorted=${kind}>${list.map((one, place) => this.line(kind, one, place, list.length))}</ol>` : html`<p class="soft">${none}</p>`}
    </section>`;
  }

  addOne(kind) {
    const { store } = this;
    const { doc, key } = add(store.doc, kind, store.lang);
    store.apply(doc, _("Added a line"), { say: _("Added. Its fields are in the panel.") });
    store.select(kind, key);
    setTimeout(() => this.querySelector(".builder__panel .panel__body :is(input, textarea, select)")?.focus(), 60);
  }

  line(kind, one, place, count) {
    const { store } = this;
    const name = this.text(kind, one);
    const move = (by) => {
      store.apply(step(store.doc, kind, one.key, by), _("Moved {what}", { what: name }), { say: _("{what} is now number {n} of {count}.", { what: name, n: place + by + 1, count }) });
      this.follow(kind, one.key, by);
    };
    const keys = (event) => {
      const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (!by || !event.altKey) return;
      event.preventDefault();
      move(by);
    };
    return html`<li class="programme-line" data-line ?data-selected=${this.isSelected(kind, one.key)}>
      <span class="canvas-item__grip" data-grip aria-hidden="true">${icon("grip-vertical")}</span>
      <button type="button" class="programme-line__text" data-key=${one.key} aria-pressed=${this.isSelected(kind, one.key)} @click=${() => store.select(kind, one.key)} @keydown=${keys}>
        <strong>${name}</strong>${this.more(kind, one)}</button>
      <span class="programme-line__tools">
        ${button(_("Move up: {what}", { what: name }), () => move(-1), { icon: "arrow-up", short: true, kind: "quiet", disabled: place === 0, name: "up" })}
        ${button(_("Move down: {what}", { what: name }), () => move(1), { icon: "arrow-down", short: true, kind: "quiet", disabled: place === count - 1, name: "down" })}
        ${button(_("Remove: {what}", { what: name }), (event) => this.removeOne(event, kind, one.key, name), { icon: "trash-2", short: true, kind: "quiet", name: `remove-${kind}` })}
      </span></li>`;
  }

  removeOne(event, kind, key, name) {
    const { store } = this;
    const act = () => store.apply(remove(store.doc, kind, key), _("Removed {what}", { what: name }), { say: _("{what} was removed. Undo brings it back.", { what: name }) });
    takingAway(event, act, { land: (button) => button.closest("[data-line]").querySelector("[data-key]"), otherwise: `[data-do="add-${kind}"]` });
  }

  /** The focus goes along with the line that was moved, so that the next key or press moves it again. */
  follow(kind, key, by) {
    const name = by < 0 ? "up" : "down";
    const wasButton = document.activeElement?.dataset.do === name;
    void this.updateComplete.then(() => {
      const text = this.querySelector(`[data-sorted="${kind}"] [data-key="${CSS.escape(key)}"]`);
      const again = wasButton && text?.closest("[data-line]").querySelector(`[data-do="${name}"]:not(:disabled)`);
      (again || text)?.focus();
    });
  }

  text(kind, one) {
    const { store } = this;
    return kind === "requirement" ? sentence(store.doc, one, store.library, store.lang) : this.title(one);
  }

  more(kind, one) {
    const { store } = this;
    const words = {
      phase: () => _n("{n} month", "{n} months", one.months),
      dossier: () => one.forms.map((key) => formTitle(store.library, key)).join(" · ") || _("No forms yet"),
      choice: () => choiceSentence(store.doc, one, store.library, store.lang),
      route: () => routeSentence(one, store.lang),
      decision: () => decisionSentence(one, store.library),
    }[kind]?.();
    return words ? html`<span class="soft small">${words}</span>` : nothing;
  }
}

customElements.define("programme-builder", ProgrammeBuilder);
