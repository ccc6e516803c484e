/* The framework editor: the outline, the panel beside it, pasting from a spreadsheet. */
import { Desk } from "./desk.js";
import { selectField, textField } from "./fields.js";
import { comparedFrameworks } from "./framework-comparing.js";
import { columnFields } from "./framework-columns.js";
import { outcomePanel } from "./framework-panel.js";
import { besideBrought, levelsBrought, mergeBeside } from "./framework-pasting.js";
import { Tree } from "./framework-tree.js";
import { wholePanel } from "./framework-whole.js";
import { codeOf, lineageOf, merge, outcomeOf, rows, titleOf } from "./tree.js";
import { button, html, nothing } from "./part.js";
import { postJson } from "./requests.js";
import { speak } from "./speak.js";
import { _, _n, language, languageName } from "./words.js";

class FrameworkEditor extends Desk {
  begin(root) {
    super.begin(root);
    this.tree = new Tree(this);
    this.selected = null;
    this.tab = "content";
    this.known = new Map();
    this.lang = language();
    this.beginning = new Map((this.doc.outcomes ?? []).map((one) => [codeOf(one), lineageOf(this.doc, one)]));
    this.pasteText = "";
  }

  /** The language of the outline; the first one when the chosen one is not there, or not any more. */
  get lang() {
    return this.languages.includes(this.chosen) ? this.chosen : this.languages[0];
  }

  set lang(code) {
    this.chosen = code;
  }

  /** Null: the framework itself. */
  select(code) {
    this.history.close();
    this.set({ selected: code });
  }

  mend() {
    if (this.selected && !outcomeOf(this.doc, this.selected)) this.selected = null;
  }

  goTo(path) {
    super.goTo(path);
    const [head, code, part] = path.split("/");
    const byPlace = this.doc.outcomes?.[Number(code) - 1];
    const found = outcomeOf(this.doc, code) ?? (head === "outcomes" && byPlace);
    this.tab = { epa: "parts", expected: "levels", descriptors: "levels" }[part] ?? "content";
    this.set({ dialog: null });
    if (head === "outcomes" && found) this.tree.focus(codeOf(found));
    else this.select(null);
  }

  /** What a scale or framework holds; asked once, undefined until it is there. */
  lookUp(kind, reference) {
    const [key, version] = reference.split("@");
    const name = `${kind}/${reference}`;
    if (!this.known.has(name)) {
      this.known.set(name, undefined);
      void fetch(`/design/look/${kind}/${key}/${version}`, { headers: { Accept: "application/json" } })
        .then((response) => (response.ok ? response.json() : {}))
        .then((found) => {
          this.known.set(name, found);
          this.requestUpdate();
        })
        .catch(() => this.known.delete(name));
    }
    return this.known.get(name);
  }

  /** The title of a scale or framework; an older version says which it is. */
  titleOf(kind, reference) {
    const [key, version] = reference.split("@");
    const found = this.beside[kind].find((one) => one.name === reference);
    if (found) return found.title;
    const newer = this.beside[kind].find((one) => one.name.startsWith(`${key}@`));
    return newer ? _("{title}, version {version}", { title: newer.title, version }) : _("Version {version}", { version });
  }

  /** The frameworks whose competencies can be chosen: those that are named, and the one just picked. */
  tiedFrameworks() {
    const named = (this.doc.outcomes ?? []).flatMap((one) => one.epa?.competencies ?? []).filter((tied) => tied.includes("@"));
    const references = new Set([...named.map((tied) => tied.split("/")[0]), ...(this.tieFrom ? [this.tieFrom] : [])]);
    return [...references].map((reference) => ({ reference, title: this.titleOf("frameworks", reference) }));
  }

  tiedTitle(tied) {
    const [reference, ...code] = tied.split("/");
    const found = tied.includes("@") && this.lookUp("framework", reference)?.outcomes?.find((one) => one.code === code.join("/"));
    return found ? found.title : _("A competency");
  }

  tie(reference) {
    this.set({ tieFrom: reference });
  }

  sheets() {
    return { ...super.sheets(), paste: () => this.pasteSheet() };
  }

  pasteSheet() {
    const { outcomes = [], problems = [] } = this.read ?? {};
    const along = besideBrought(this.read ?? {});
    const levels = (one) => levelsBrought(one) && html` <span class="faint">${levelsBrought(one)}</span>`;
    const known = outcomes.filter((one) => outcomeOf(this.doc, codeOf(one))).length;
    return {
      title: _("Paste from a spreadsheet"),
      body: html`<p>${_("Columns: code, title, description. Or an outline, in which every step to the right is one level down. A first row with headings is understood; what they do not tell is asked.")}</p>
        <p class="soft small">${_("Levels, parts of activities, phases and comparisons with other frameworks stand in the columns and last rows of the CSV file of a framework: take one out, change it in a spreadsheet and paste it here.")}</p>
        ${textField("paste", _("The rows"), this.pasteText, { rows: 6, max: 500000, input: (text) => this.set({ pasteText: text, read: null, told: null }) })}
        ${selectField("paste-lang", _("In which language is it?"), this.languages.map((code) => ({ value: code, label: languageName(code) })), this.pasteLang ?? this.lang, { change: (code) => code && this.set({ pasteLang: code, read: null, told: null }) })}
        ${this.read?.columns ? columnFields(this.read.columns, (told) => void this.look(told)) : nothing}
        ${problems.length ? html`<div class="notice notice--care"><ul class="plain-list">${problems.slice(0, 50).map((one) => html`<li>${one}</li>`)}</ul></div>` : nothing}
        ${outcomes.length ? html`<ol class="import-outcomes" aria-label=${_("What would be added")}>${rows({ outcomes }).map((row) => html`<li class="tree__row--${Math.min(row.level, 8)}">${row.one.number ? html`<span class="tree__number">${row.one.number}</span> ` : nothing}${this.words(titleOf(row.one))}${levels(row.one)}</li>`)}</ol>` : nothing}
        ${along ? html`<p>${_("For the framework itself: {what}.", { what: along })}</p>` : nothing}
        ${known ? html`<p>${_n("{n} of them has a code that is there already: that outcome gets what its row says.", "{n} of them have a code that is there already: those outcomes get what their rows say.", known)}</p>` : nothing}
        ${this.read && !outcomes.length && !problems.length ? html`<p>${_("There is nothing in it.")}</p>` : nothing}`,
      actions: html`${button(_("Look"), () => void this.look(this.told), { icon: "eye", name: "look", disabled: !this.pasteText.trim() })}
        ${button(known ? _n("Take {n} outcome", "Take {n} outcomes", outcomes.length) : _n("Add {n} outcome", "Add {n} outcomes", outcomes.length), () => this.take(outcomes), { kind: "primary", icon: "check", name: "take", disabled: !outcomes.length })}`,
    };
  }

  /** `told`: what the author says of the columns. Only the answer to what was said last counts. */
  async look(told = null) {
    this.told = told;
    const asked = (this.looking = { content: this.pasteText, language: this.pasteLang ?? this.lang, ...told });
    const { status, data } = await postJson(`${this.base}/paste`, asked);
    if (this.looking !== asked) return;
    const read = status === 200 ? data : { outcomes: [], problems: [_("That did not work. Try again in a moment.")] };
    this.set({ read });
    speak(_n("{n} outcome found", "{n} outcomes found", read.outcomes.length));
  }

  take(outcomes) {
    const [merged, added] = merge(this.doc, outcomes, this.selected);
    const doc = mergeBeside(merged, this.read);
    this.close();
    this.set({ dialog: null, read: null, told: null, pasteText: "" });
    const changed = outcomes.length - added;
    const said = [_n("{n} outcome added", "{n} outcomes added", added), changed && _n("{n} outcome brought up to date", "{n} outcomes brought up to date", changed)];
    this.apply(doc, _("Paste"), { say: said.filter(Boolean).join(", ") });
    if (added) this.tree.focus(codeOf(outcomes[0]));
  }

  conflicts() {
    const named = (found) => found?.title || _("Without a title");
    return comparedFrameworks(this.doc, this.theirs.document, {
      scale: (reference) => this.titleOf("scales", reference),
      framework: (reference) => this.titleOf("frameworks", reference),
      level: (scale, value) => this.lookUp("scale", scale)?.levels?.find((one) => one.value === value)?.label ?? _("Level {n}", { n: value }),
      outcome: (framework, code) => named(this.lookUp("framework", framework)?.outcomes?.find((one) => one.code === code)),
    });
  }

  updated() {
    super.updated();
    const list = this.querySelector(".tree");
    if (list) this.tree.sort(list);
  }

  render() {
    const paste = button(_("Paste"), () => this.set({ dialog: "paste" }), { icon: "table", name: "paste" });
    return html`${this.bar(paste)}
      ${this.work(() => this.writing())}${this.sheet()}`;
  }

  writing() {
    return html`<div class="desk desk--framework">
        <section class="desk__main" aria-label=${_("Outline")}>
          <div class="tree-head">${this.tree.tools()}
            ${button(_("The framework"), () => this.select(null), { icon: "settings", kind: "quiet", pressed: this.selected === null, name: "whole" })}</div>
          ${this.tree.draw()}</section>
        <section class="desk__side card" aria-label=${_("Details")}>${this.selected && outcomeOf(this.doc, this.selected) ? outcomePanel(this, this.selected) : wholePanel(this)}</section>
      </div>`;
  }
}

customElements.define("framework-editor", FrameworkEditor);
const root = document.getElementById("editor");
const editor = document.createElement("framework-editor");
editor.begin(root);
root.replaceChildren(editor);
