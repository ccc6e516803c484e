/* The scale editor: what a shared scale is, its levels, and how it looks. */
import { Desk } from "./desk.js";
import { numberField, radioField, selectField } from "./fields.js";
import { assign, edit } from "./tree.js";
import { button, html, nothing } from "./part.js";
import { comparedScales } from "./scale-comparing.js";
import { MOST_LEVELS, addLevel, changeLevel, kindTitles, moveLevel, removeLevel, setKind, signTitles } from "./scale-steps.js";
import { takingAway } from "./removing.js";
import { speak } from "./speak.js";
import { throwAway } from "./throwing-away.js";
import { _ } from "./words.js";
import { wordingFields } from "./wording-fields.js";

const kinds = () => [
  { value: "ordinal", label: kindTitles().ordinal, help: _("In order, but no sums or means: 2 to 11 levels.") },
  { value: "interval", label: kindTitles().interval, help: _("You state that the steps are equal, as with marks from 1 to 10.") },
  { value: "points", label: kindTitles().points, help: _("Counted, as on a checklist.") },
  { value: "vas", label: kindTitles().vas, help: _("From 0 to 100, with words at both ends.") },
];
const signs = () => Object.entries(signTitles()).map(([value, label]) => ({ value, label }));

class ScaleEditor extends Desk {
  put(what, group) {
    return (members) => this.apply(edit(this.doc, (copy) => assign(copy, members)), what, { group });
  }

  wordy(text) {
    return { [this.languages[0]]: String(text) };
  }

  level(place, group) {
    return (members) => this.apply(changeLevel(this.doc, place, members), _("Change a level"), { group: group && `${group}-${place}` });
  }

  moved(place, by) {
    if (this.apply(moveLevel(this.doc, place, by), _("Move"))) speak(_("{name}: {place} of {count}", { name: this.words(this.doc.levels[place + by].label), place: place + by + 1, count: this.doc.levels.length }));
  }

  setKind(kind) {
    const words = (part) => this.wordy({ low: _("Not at all"), high: _("Completely") }[part] ?? _("Level {n}", { n: part }));
    this.apply(setKind(this.doc, kind, words), _("Change the kind"));
  }

  levels() {
    const levels = this.doc.levels ?? [];
    return html`<section class="stack"><h2>${_("Levels, lowest first")}</h2><ol class="level-list">${levels.map((one, place) => this.row(one, place, levels.length))}</ol>
      <div>${button(_("Add a level"), () => this.apply(addLevel(this.doc, (n) => this.wordy(_("Level {n}", { n }))), _("Add a level")), { icon: "plus", disabled: levels.length >= MOST_LEVELS, name: "add-level" })}</div></section>`;
  }

  row(one, place, count) {
    return html`<li class="desk-box stack">
      <div class="level-head">${numberField(`value-${place}`, _("Value"), one.value, { min: -100, max: 100, change: (value) => this.level(place)({ value }) })}
        ${selectField(`sign-${place}`, _("Traffic sign"), signs(), one.sign, { empty: _("None"), change: (sign) => this.level(place)({ sign }) })}
        <span class="level-head__do">${button(_("Move up"), () => this.moved(place, -1), { icon: "arrow-up", short: true, kind: "quiet", disabled: place === 0 })}
        ${button(_("Move down"), () => this.moved(place, 1), { icon: "arrow-down", short: true, kind: "quiet", disabled: place === count - 1 })}
        ${button(_("Delete"), (event) => this.removeLevel(event, place), { icon: "trash-2", short: true, kind: "danger", name: "delete-level" })}</span></div>
      ${wordingFields(`label-${place}`, _("Words"), one.label, this.languages, { change: (label, lang) => this.level(place, `label-${lang}`)({ label: label ?? {} }) })}
      ${wordingFields(`about-${place}`, _("Explanation"), one.description, this.languages, { rows: 2, change: (description, lang) => this.level(place, `about-${lang}`)({ description }) })}</li>`;
  }

  removeLevel(event, place) {
    const act = () => this.apply(removeLevel(this.doc, place), _("Delete a level"), { say: _("Deleted. Undo brings it back.") });
    takingAway(event, act, { otherwise: '[data-do="add-level"]' });
  }

  extent() {
    const { kind, min, max, step, ends = [] } = this.doc;
    const number = (name, label, value, options) => numberField(name, label, value, { ...options, step: "any", change: (given) => this.put(_("Change"))({ [name]: given }) });
    const end = (place, label) =>
      wordingFields(`end-${place}`, label, ends[place], this.languages, {
        change: (words, lang) => {
          const now = [ends[0] ?? {}, ends[1] ?? {}];
          now[place] = words ?? {};
          const isEmpty = now.every((one) => !Object.keys(one).length);
          this.put(_("Write"), `end-${place}-${lang}`)({ ends: isEmpty ? undefined : now });
        },
      });
    return html`${kind === "vas" ? nothing : html`<div class="fields-row">${number("min", _("From"), min)}${number("max", _("To"), max)}${kind === "interval" ? number("step", _("In steps of"), step) : nothing}</div>`}
      ${kind === "points" ? nothing : html`${end(0, _("Words at the beginning"))}${end(1, _("Words at the end"))}`}`;
  }

  preview() {
    const { kind, levels = [], ends = [], na, min = 0, max = 100 } = this.doc;
    if (kind === "ordinal" && !levels.length) return html`<h2>${_("How it looks")}</h2><p class="soft">${_("No levels yet.")}</p>`;
    const steps = levels.length
      ? levels.map((one) => html`<li><span class="scale-look__value number">${one.value}</span><span>${this.words(one.label)}${one.description ? html`<span class="soft small">${this.words(one.description)}</span>` : nothing}</span></li>`)
      : html`<li><span class="scale-look__value number">${kind === "vas" ? 0 : min} – ${kind === "vas" ? 100 : max}</span><span>${ends.map((one) => this.words(one)).filter(Boolean).join(" – ")}</span></li>`;
    return html`<h2>${_("How it looks")}</h2><ul class="scale-look">${steps}${na ? html`<li class="scale-look__na">${this.words(na)}</li>` : nothing}</ul>`;
  }

  goTo(path) {
    super.goTo(path);
    this.set({ dialog: null });
    const [head, place] = path.split("/");
    const id = head === "levels" && place ? `value-${this.placeOf(place)}` : { title: `title-${this.languages[0]}`, na: `na-${this.languages[0]}`, ends: `end-0-${this.languages[0]}` }[head];
    void this.updateComplete.then(() => this.querySelector(`[id="${id ?? head}"]`)?.focus());
  }

  placeOf(named) {
    const found = this.doc.levels.findIndex((one) => String(one.value) === named);
    return found >= 0 ? found : Number(named) - 1;
  }

  conflicts() {
    return comparedScales(this.doc, this.theirs.document);
  }

  render() {
    return html`${this.bar()}${this.work(() => this.writing())}${this.sheet()}`;
  }

  writing() {
    const { doc } = this;
    return html`<div class="desk desk--scale">
        <section class="desk__main card stack stack--loose" aria-label=${_("The scale")}>
          ${wordingFields("title", _("Title"), doc.title, this.languages, { change: (title, lang) => this.put(_("Write"), `title-${lang}`)({ title: title ?? {} }) })}
          ${radioField("kind", _("What kind of scale is it?"), kinds(), doc.kind, { change: (kind) => this.setKind(kind) })}
          ${doc.kind === "ordinal" ? this.levels() : this.extent()}
          ${wordingFields("na", _("What stands for not observed?"), doc.na, this.languages, { help: _("Left empty, everybody must judge."), change: (na, lang) => this.put(_("Write"), `na-${lang}`)({ na }) })}
          ${wordingFields("source", _("Where it comes from"), doc.source, this.languages, { rows: 2, change: (source, lang) => this.put(_("Write"), `source-${lang}`)({ source }) })}
        </section>
        <section class="desk__side card stack" aria-label=${_("Details")}>${this.preview()}
          <h2>${_("Version and effect")}</h2>
          ${numberField("version", _("Version"), doc.version, { min: 1, max: 100000, help: _("Another meaning of a value is another version."), change: (version) => this.put(_("Change the version"))({ version }) })}
          ${this.effect()}
          ${throwAway(this)}</section>
      </div>`;
  }
}

customElements.define("scale-editor", ScaleEditor);
const root = document.getElementById("editor");
const editor = document.createElement("scale-editor");
editor.begin(root);
root.replaceChildren(editor);
