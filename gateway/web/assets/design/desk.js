/*
 * What the editors of frameworks and scales share: the document with its way back, saving, the bar above, what is
 * wrong, two authors at once, dialogs.
 */
import { comparedTable } from "./compared-table.js";
import { History } from "./history.js";
import { languagesKept, languagesOf } from "./languages.js";
import { Part, button, html, icon, nothing, useIcons } from "./part.js";
import { Saver } from "./saver.js";
import { speak } from "./speak.js";
import { translations } from "./translations.js";
import { leave, troubleBar } from "./trouble-bar.js";
import { undoKeys } from "./undo-keys.js";
import { _, _n, language, loadWords, wordsOf } from "./words.js";

const STATES = () => ({ saved: _("Saved"), saving: _("Saving"), attention: _("Not saved") });

export class Desk extends Part {
  /** Read the page; `root` is #editor. */
  begin(root) {
    const { rev, document: doc, owner, problems, published_version: published } = JSON.parse(root.dataset.draft);
    loadWords(JSON.parse(root.dataset.words), root.dataset.lang);
    useIcons(root.dataset.icons);
    this.base = root.dataset.base;
    this.list = { href: root.dataset.list, title: root.dataset.listTitle };
    this.beside = JSON.parse(document.getElementById("beside").dataset.beside);
    this.history = new History(doc);
    this.kept = languagesOf(doc);
    this.problems = problems;
    this.owner = owner;
    this.trouble = null;
    this.published = published;
    this.saveState = "saved";
    this.view = "write";
    this.saver = new Saver({
      url: `${this.base}/save`,
      rev,
      read: () => this.doc,
      say: (state) => this.set({ saveState: state }),
      saved: (reply) => this.set({ problems: reply.problems }),
      conflict: (theirs) => this.set({ theirs, dialog: "conflict" }),
      stuck: (trouble) => this.set({ trouble }),
    });
    document.addEventListener("keydown", (event) => undoKeys(event, { undo: () => this.turn("undo"), redo: () => this.turn("redo") }));
    window.addEventListener("beforeunload", (event) => {
      if (this.saver.dirty) event.preventDefault();
    });
  }

  get doc() {
    return this.history.now;
  }

  /** The languages of the document; the first one is complete. */
  get languages() {
    return languagesKept(this.doc, this.kept);
  }

  /** For a document that has no list of languages, as a scale. */
  keepLanguages(codes) {
    this.set({ kept: codes });
  }

  words(map) {
    return wordsOf(map, language());
  }

  set(members) {
    Object.assign(this, members);
    this.requestUpdate();
  }

  /** A changed document. `what` says it for undo; a `group` (typing in one field) is one step. */
  apply(doc, what, { group = null, say } = {}) {
    if (doc === this.doc) return false;
    this.history.put(this.numbered(doc), what, group);
    this.saver.changed();
    this.requestUpdate();
    if (say) speak(say);
    return true;
  }

  /** What was published never changes, so the first change makes it the next version. */
  numbered(doc) {
    const { versions } = this.beside;
    return versions.includes(doc.version) ? { ...doc, version: Math.max(...versions) + 1 } : doc;
  }

  turn(direction) {
    const pressed = document.activeElement?.dataset.do === direction;
    const what = this.history[direction]();
    if (what === null) return;
    this.saver.changed();
    this.mend();
    this.requestUpdate();
    if (pressed) void this.updateComplete.then(() => this.handOn(direction));
    speak(direction === "undo" ? _("Undone: {what}", { what }) : _("Done again: {what}", { what }));
  }

  /** The button that is used up cannot keep the focus; the other one has something to do. */
  handOn(direction) {
    const [pressed, other] = direction === "undo" ? ["undo", "redo"] : ["redo", "undo"];
    if (this.querySelector(`[data-do="${pressed}"]`).disabled) this.querySelector(`[data-do="${other}"]`).focus();
  }

  /** After undo: what is gone is not selected. */
  mend() {}

  bar(more = nothing) {
    const { length } = this.problems;
    return html`<div class="editor-head"><header class="editor-bar">
      <div class="editor-bar__where">
        <a class="editor-bar__back" href=${this.list.href} @click=${(event) => this.leave(event)}>${icon("chevron-left")}${this.list.title}</a>
        <strong class="desk-name">${this.words(this.doc.title) || _("Without a title")}</strong>
        <p class="save-state" role="status" data-state=${this.saveState === "saving" ? "sending" : this.saveState}><span class="save-state__dot" aria-hidden="true"></span><span>${STATES()[this.saveState]}</span></p>
      </div>
      <div class="editor-bar__tools">
        ${button(_("Undo"), () => this.turn("undo"), { icon: "undo-2", short: true, disabled: !this.history.canUndo, name: "undo" })}
        ${button(_("Redo"), () => this.turn("redo"), { icon: "redo-2", short: true, disabled: !this.history.canRedo, name: "redo" })}
        ${this.views()} ${more}
        ${length ? button(_n("{n} problem", "{n} problems", length), () => this.set({ dialog: "problems" }), { icon: "triangle-alert", name: "problems" }) : html`<span class="editor-bar__good">${icon("circle-check")}${_("No problems")}</span>`}
        <a class="button button--primary desk-only" href="${this.base}/publish" @click=${(event) => this.leave(event)}>${icon("badge-check")}<span>${_("Publish")}</span></a>
      </div>
    </header>${troubleBar(this)}</div>`;
  }

  leave(event) {
    return leave(event, this, { anyway: event.currentTarget.matches(".editor-bar__back") });
  }

  /** Writing, or every text beside its translation. `write` draws the first. */
  work(write) {
    return this.view === "translate" ? html`<div class="desk__translate">${translations(this)}</div>` : write();
  }

  views() {
    const one = (view, label, picture) => html`<button type="button" class="switch__item" aria-pressed=${this.view === view} @click=${() => this.set({ view })}>${icon(picture)}${label}</button>`;
    return html`<div class="switch" role="group" aria-label=${_("View")}>${one("write", _("Build"), "pencil")} ${one("translate", _("Translate"), "languages")}</div>`;
  }

  sheet() {
    if (!this.dialog) return nothing;
    const { title, body, actions } = this.sheets()[this.dialog]();
    const mustChoose = this.dialog === "conflict";
    const cancel = (event) => (mustChoose ? event.preventDefault() : this.closed());
    return html`<dialog class="dialog dialog--wide" aria-labelledby="sheet-title" @close=${() => this.closed()} @cancel=${cancel}>
      <div class="dialog__head"><h2 class="dialog__title" id="sheet-title">${title}</h2>
        ${mustChoose ? nothing : button(_("Close"), () => this.close(), { icon: "x", kind: "quiet", short: true })}</div>
      <div class="dialog__body">${body}</div>
      ${actions ? html`<div class="dialog__actions">${actions}</div>` : nothing}
    </dialog>`;
  }

  updated() {
    const dialog = this.querySelector("dialog");
    if (dialog && !dialog.open) dialog.showModal();
  }

  close() {
    this.querySelector("dialog")?.close();
  }

  /** Until the author has chosen between two versions nothing is saved: that question comes back. */
  closed() {
    if (this.theirs) this.querySelector("dialog").showModal();
    else if (this.dialog) this.set({ dialog: null });
  }

  sheets() {
    return { problems: () => this.problemSheet(), conflict: () => this.conflictSheet() };
  }

  problemSheet() {
    const line = (one) => html`<li><button type="button" class="problem-line" @click=${() => this.goTo(one.path)}>
      ${one.where ? html`<strong>${one.where}</strong>` : nothing}<span>${one.sentence}</span></button></li>`;
    return {
      title: _("Problems to solve"),
      body: this.problems.length ? html`<ul class="plain-list problem-lines">${this.problems.map(line)}</ul>` : html`<p>${_("Nothing is wrong any more.")}</p>`,
    };
  }

  goTo() {
    this.close();
    this.view = "write";
  }

  conflictSheet() {
    const { by, when } = this.theirs;
    return {
      title: _("Somebody else changed this as well"),
      body: html`<p>${_("{by} saved another version {when}. Yours is still here and not saved yet.", { by: by || _("Somebody"), when })}</p>${comparedTable(this.conflicts())}`,
      actions: html`${button(_("Take theirs"), () => this.takeTheirs(), { name: "theirs" })}
        ${button(_("Keep mine"), () => this.keepMine(), { kind: "primary", name: "mine" })}`,
    };
  }

  /** What both versions say differently: rows as in laid-beside.js. */
  conflicts() {
    return [];
  }

  keepMine() {
    const { rev } = this.theirs;
    this.close();
    this.set({ theirs: null, dialog: null });
    this.saver.goOn(rev, { dirty: true });
  }

  takeTheirs() {
    const { rev, document: doc, problems } = this.theirs;
    this.close();
    this.history.replace(doc, _("Took the other version"));
    this.set({ theirs: null, dialog: null, problems });
    this.mend();
    this.saver.goOn(rev, { dirty: false });
  }

  /** What a change touches, and the newest version as files. */
  effect() {
    const { used, uses, versions, files } = this.beside;
    if (!versions.length) return html`<p class="soft small">${_("Not published yet, so nothing uses it.")}</p>`;
    return html`<p>${_("Published versions: {versions}.", { versions: versions.join(", ") })}</p>
      <p>${_("Used in {used}.", { used })} ${_("They stay on the version they name until somebody changes them.")}</p>
      ${uses.length ? html`<ul class="plain-list">${uses.map((one) => html`<li><a href=${one.href}>${one.title}</a> <span class="faint">${one.kind}</span></li>`)}</ul>` : nothing}
      <p>${_("As a file:")} ${files.map((one, place) => html`${place ? " · " : ""}<a href=${one.href}>${one.label}</a>`)}</p>`;
  }
}
