/*
 * The outline: one row per outcome with its title to type in. Enter makes the next one, Tab and Shift-Tab move it under
 * the one above and back, Alt with an arrow moves it, the arrows go from row to row. Rows can be dragged too. Escape lets Tab leave the outline.
 */
import { DEEPEST, add, change, codeOf, drag, indent, move, neighbour, outdent, parts, remove, rowOf, rows, settle, titleOf } from "./tree.js";
import { button, html, icon, nothing } from "./part.js";
import { makeSortable } from "./sorting.js";
import { speak } from "./speak.js";
import { _, _n } from "./words.js";

export const kindWords = () => ({
  competency: _("Competency"),
  sub_competency: _("Sub-competency"),
  role: _("Role"),
  learning_outcome: _("Learning outcome"),
  epa: _("Professional activity (EPA)"),
  own: _("Own unit"),
});

const KIND_ICONS = { epa: "stethoscope", role: "user", learning_outcome: "graduation-cap", own: "star", sub_competency: "circle-dot" };

/** What stands between the outline and the document. `desk`: doc, apply, set, selected, languages. */
export class Tree {
  constructor(desk) {
    this.desk = desk;
    this.leaving = false;
  }

  nameOf(code) {
    const row = rowOf(this.desk.doc, code);
    return (row && this.desk.words(titleOf(row.one))) || _("an outcome without a title");
  }

  /** Say where a row stands now. */
  where(code) {
    const row = rowOf(this.desk.doc, code);
    const place = _("{place} of {count}", { place: row.place, count: row.count });
    return row.parent ? _("under {parent}, {place}", { parent: this.nameOf(row.parent), place }) : _("at the top, {place}", { place });
  }

  focus(code) {
    this.desk.select(code);
    void this.desk.updateComplete.then(() => this.desk.querySelector(`[data-row="${CSS.escape(code)}"]`)?.focus());
  }

  add(after, options) {
    const [doc, code] = add(this.settled(after), after && this.desk.selected, options);
    this.desk.apply(doc, _("Add"), { say: _("New outcome") });
    this.focus(code);
  }

  /** Leaving a new row gives it its code; the selection follows. */
  settled(code) {
    if (!code) return this.desk.doc;
    const [doc, now] = settle(this.desk.doc, code);
    if (now !== code) {
      this.desk.history.now = doc;
      if (this.desk.selected === code) this.desk.selected = now;
      this.desk.saver.changed();
    }
    return doc;
  }

  shift(code, how, what) {
    const name = this.nameOf(code);
    const done = this.desk.apply(how(this.desk.doc), what);
    if (done) speak(_("{name}: {where}", { name, where: this.where(code) }));
    this.focus(code);
    return done;
  }

  indent = (code) => this.shift(code, (doc) => indent(doc, code), _("Move in"));
  outdent = (code) => this.shift(code, (doc) => outdent(doc, code), _("Move out"));
  up = (code) => this.shift(code, (doc) => move(doc, code, -1), _("Move up"));
  down = (code) => this.shift(code, (doc) => move(doc, code, 1), _("Move down"));

  /** Rows also move by their grips; what comes of it is said like what the keys do. */
  sort(list) {
    list.sortable ??= makeSortable(list, {
      handle: "[data-grip]",
      draggable: ".tree__row",
      moved: ({ oldIndex, newIndex }) => this.dragged(rows(this.desk.doc)[oldIndex].code, oldIndex, newIndex),
    });
  }

  dragged(code, from, to) {
    const name = this.nameOf(code);
    if (this.shift(code, (doc) => drag(doc, code, from, to), _("Moved {what}", { what: name }))) return;
    speak(_("{name} stays where it is: nothing changes, or it would stand deeper than {n} levels.", { name, n: DEEPEST }));
  }

  remove(code) {
    const name = this.nameOf(code);
    const next = neighbour(this.desk.doc, code);
    this.desk.apply(remove(this.desk.doc, code), _("Delete {name}", { name }), { say: _("{name} is deleted. Undo brings it back.", { name }) });
    if (next) this.focus(next);
    else this.desk.select(null);
  }

  step(code, by) {
    const all = rows(this.desk.doc);
    const next = all[all.findIndex((row) => row.code === code) + by];
    if (next) this.focus(next.code);
  }

  write(code, text) {
    const { doc, languages } = this.desk;
    const one = rowOf(doc, code).one;
    const title = { ...titleOf(one), [this.desk.lang]: text };
    if (text === "" && languages.length > 0) delete title[this.desk.lang];
    this.desk.apply(change(doc, code, { title, label: undefined }), _("Write"), { group: `title-${code}` });
  }

  onKey(event, code) {
    const act = this.keyed(event, code);
    if (!act) return;
    event.preventDefault();
    act();
  }

  /** What a key does in a row; null: what it always does. */
  keyed(event, code) {
    const { key, altKey, shiftKey, ctrlKey, metaKey } = event;
    if (key === "Escape") return () => this.letGo();
    if (altKey) return this.movedBy(key, code);
    if (ctrlKey || metaKey) return key === "Delete" || key === "Backspace" ? () => this.remove(code) : null;
    if (key === "Enter") return () => this.add(code);
    if (key === "ArrowUp") return () => this.step(code, -1);
    if (key === "ArrowDown") return () => this.step(code, 1);
    if (key === "Backspace" && event.target.value === "" && rowOf(this.desk.doc, code).children === 0) return () => this.remove(code);
    return key === "Tab" ? this.tabbed(shiftKey, code) : null;
  }

  movedBy(key, code) {
    const acts = { ArrowUp: this.up, ArrowDown: this.down, ArrowLeft: this.outdent, ArrowRight: this.indent };
    return acts[key] ? () => acts[key](code) : null;
  }

  /** Tab leaves the outline after Escape, and where there is nothing to move. */
  tabbed(isBack, code) {
    if (this.leaving) return null;
    const moved = (isBack ? outdent : indent)(this.desk.doc, code);
    if (moved === this.desk.doc) return null;
    return () => (isBack ? this.outdent(code) : this.indent(code));
  }

  letGo() {
    this.leaving = true;
    speak(_("Tab now leaves the outline."));
  }

  draw() {
    const all = rows(this.desk.doc);
    if (!all.length) {
      return html`<div class="tree-empty"><p>${_("No outcomes yet. Type the first one, or paste rows from a spreadsheet.")}</p>
        <div class="button-row">${button(_("First outcome"), () => this.add(null), { icon: "plus", kind: "primary", name: "first" })}
        ${button(_("Paste"), () => this.desk.set({ dialog: "paste" }), { icon: "table" })}</div></div>`;
    }
    return html`<p class="faint small desk-only" id="tree-keys">${_("Enter: next outcome. Tab and Shift with Tab: move in and out. Alt with an arrow: move. Control with Delete: delete. Escape, then Tab: leave the outline.")}</p>
      <ol class="tree" aria-label=${_("Outcomes")}>${all.map((row) => this.row(row))}</ol>`;
  }

  row({ one, code, level, place, count, children }) {
    const isSelected = this.desk.selected === code;
    const wrong = this.desk.problems.some((problem) => problem.path.startsWith(`outcomes/${code}/`) || problem.path === `outcomes/${code}`);
    const filled = one.kind === "epa" ? Object.values(parts(one)).filter(Boolean).length : null;
    return html`<li class="tree__row tree__row--${Math.min(level, 8)} ${isSelected ? "is-selected" : ""}" aria-level=${level}>
      <span class="canvas-item__grip" data-grip aria-hidden="true">${icon("grip-vertical")}</span>
      <span class="tree__kind" title=${kindWords()[one.kind ?? "competency"]}>${icon(KIND_ICONS[one.kind] ?? "circle")}</span>
      ${one.number ? html`<span class="tree__number">${one.number}</span>` : nothing}
      <input class="tree__title" type="text" data-row=${code} .value=${titleOf(one)[this.desk.lang] ?? ""} placeholder=${this.desk.words(titleOf(one)) || _("What is it?")}
        aria-label=${_("Outcome, level {level}, {place} of {count}", { level, place, count }) + (children ? `, ${_n("{n} under it", "{n} under it", children)}` : "")}
        aria-describedby="tree-keys" tabindex=${isSelected || (!this.desk.selected && place === 1 && level === 1) ? 0 : -1} maxlength="1000" autocomplete="off" lang=${this.desk.lang}
        @focus=${() => this.entered(code)} @blur=${() => this.left(code)} @input=${(event) => this.write(code, event.target.value)}
        @keydown=${(event) => this.onKey(event, code)} @paste=${(event) => this.pasted(event)}>
      ${filled === null ? nothing : html`<span class="tree__parts" title=${_("{n} of 8 parts", { n: filled })}>${filled}/8<span class="visually-hidden"> ${_("parts")}</span></span>`}
      ${wrong ? html`<span class="tree__wrong">${icon("triangle-alert")}<span class="visually-hidden">${_("has a problem")}</span></span>` : nothing}
    </li>`;
  }

  entered(code) {
    this.leaving = false;
    if (this.desk.selected !== code) this.desk.select(code);
  }

  left(code) {
    if (!rowOf(this.desk.doc, code)) return;
    const before = this.desk.doc;
    if (this.settled(code) !== before) this.desk.requestUpdate();
  }

  /** More than one line or column is a list. */
  pasted(event) {
    const text = event.clipboardData?.getData("text") ?? "";
    if (!/[\n\t]/.test(text.trim())) return;
    event.preventDefault();
    this.desk.set({ dialog: "paste", pasteText: text });
    void this.desk.look();
  }

  /** The buttons for what the keys do, for the row that is selected. */
  tools() {
    const code = this.desk.selected;
    const doc = this.desk.doc;
    const has = Boolean(code && rowOf(doc, code));
    const can = (made) => has && made(doc, code) !== doc;
    return html`<div class="tree-tools" role="toolbar" aria-label=${_("The selected outcome")}>
      ${button(_("Add"), () => this.add(has ? code : null), { icon: "plus", name: "add" })}
      ${button(_("Add under it"), () => this.add(code, { under: true, kind: underOf(doc, code) }), { icon: "list-checks", short: true, disabled: !has, name: "add-under" })}
      ${button(_("Move up"), () => this.up(code), { icon: "arrow-up", short: true, disabled: !can((d, c) => move(d, c, -1)), name: "up" })}
      ${button(_("Move down"), () => this.down(code), { icon: "arrow-down", short: true, disabled: !can((d, c) => move(d, c, 1)), name: "down" })}
      ${button(_("Move out"), () => this.outdent(code), { icon: "arrow-left", short: true, disabled: !can(outdent), name: "out" })}
      ${button(_("Move in"), () => this.indent(code), { icon: "arrow-right", short: true, disabled: !can(indent), name: "in" })}
      ${button(_("Delete"), () => this.remove(code), { icon: "trash-2", short: true, kind: "danger", disabled: !has, name: "delete" })}
    </div>`;
  }
}

/** Under a competency come its sub-competencies; under others the same kind. */
function underOf(doc, code) {
  const kind = code ? rowOf(doc, code)?.one.kind : undefined;
  return kind === "competency" ? "sub_competency" : kind === "own" ? "learning_outcome" : kind;
}

export { codeOf };
