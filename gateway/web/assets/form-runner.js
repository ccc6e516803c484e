/*
 * A form while it is being filled: shows and requires items by their rules, says what a chosen level means, checks
 * before Send. The server draws the page and decides; everything here is help.
 */
import { answersOf, fieldsOf } from "./form-answers.js";
import { Facts } from "./form-facts.js";
import { nameRows, startRows } from "./form-rows.js";

export class FormRunner {
  /** `changed` is called after every change, with the runner. */
  constructor(form, changed) {
    this.form = form;
    this.area = form.querySelector("[data-form-items]");
    this.rules = JSON.parse(this.area.dataset.rules);
    this.words = JSON.parse(this.area.dataset.words);
    this.changed = changed;
    this.upgradeSliders();
    startRows(form, () => this.onChange());
    form.addEventListener("input", (event) => this.onChange(event.target));
    this.refresh();
  }

  /** What would be posted: pairs of name and text. Untouched sliders and files are not in it. */
  get entries() {
    return [...new FormData(this.form)].filter(([, value]) => typeof value === "string");
  }

  get answers() {
    const fillable = this.rules.items.filter((item) => !["section", "note"].includes(item.type));
    return answersOf(fillable, fieldsOf(this.entries));
  }

  onChange(target) {
    if (target) this.sayChosen(target);
    this.refresh();
    this.changed(this);
  }

  refresh() {
    nameRows(this.area);
    this.facts = new Facts(this.rules, this.answers);
    for (const item of this.rules.items) {
      const drawn = this.part(item.key);
      if (!drawn) continue;
      if (item.show !== undefined) drawn.hidden = !this.facts.isShown(item.key);
      const mark = item.type !== "section" && drawn.querySelector("[data-optional]");
      if (mark) mark.hidden = this.facts.isRequired(item);
    }
    // Of what levels mean for outcomes that are picked on this page, only what is picked.
    for (const meaning of this.area.querySelectorAll("[data-picked-by]")) {
      meaning.hidden = ![this.facts.answers[meaning.dataset.pickedBy]].flat().includes(meaning.dataset.outcome);
    }
  }

  part(key) {
    return this.area.querySelector(`[data-item="${CSS.escape(key)}"]`);
  }

  sayChosen(target) {
    if (target.matches("[data-other]") && target.value) {
      const name = target.name.replace(/\.other$/, "");
      this.form.querySelector(`[name="${CSS.escape(name)}"][value="_other"]`).checked = true;
    }
    const place = target.closest(".segments, [data-slider]");
    if (!place) return;
    if (target.type === "range") target.name = target.dataset.name;
    const chosen = place.querySelector("[data-chosen]") ?? place.parentElement.querySelector(":scope > [data-chosen]");
    if (chosen) chosen.textContent = target.dataset.words ?? target.value;
  }

  /** A number field becomes a slider; until it is touched it has no name, because its middle is nobody's answer. */
  upgradeSliders() {
    for (const input of this.area.querySelectorAll("[data-slider] input[type=number]")) {
      const empty = input.value === "";
      input.dataset.name = input.name;
      input.type = "range";
      input.className = "slider";
      if (empty) input.removeAttribute("name");
    }
  }

  /** True when everything required is there; otherwise lists what is missing and goes there. */
  check() {
    this.clearErrors();
    const missing = this.facts.missing().map(([item, row]) => this.missingAnswer(item, row));
    if (missing.length) this.showErrors(missing);
    return missing.length === 0;
  }

  missingAnswer(item, row) {
    const place = document.getElementById(["q", item.key, row].filter(Boolean).join("-")) ?? this.part(item.key);
    const label = place.closest(".rubric__row")?.querySelector(".rubric__label") ??
      this.part(item.key).querySelector(".field__label");
    const plain = label.cloneNode(true);
    plain.querySelector("[data-optional]")?.remove();
    return { id: place.id, place, text: this.words.required.replace("{label}", plain.textContent.trim()) };
  }

  showErrors(errors) {
    const summary = element("div", "error-summary");
    summary.dataset.errorSummary = "";
    summary.tabIndex = -1;
    summary.role = "alert";
    const title = element("h2", "error-summary__title", this.words.problem);
    const list = element("ul", "error-summary__list");
    for (const { id, text } of errors) {
      const line = element("li");
      const link = element("a", "", text);
      link.href = `#${id}`;
      line.append(link);
      list.append(line);
    }
    summary.append(title, list);
    this.area.before(summary);
    for (const { place } of errors) (place.closest(".rubric__row, .field") ?? place).classList.add("field--wrong");
    summary.focus();
  }

  clearErrors() {
    for (const summary of document.querySelectorAll("[data-error-summary]")) summary.remove();
    for (const wrong of this.area.querySelectorAll(".field--wrong")) wrong.classList.remove("field--wrong");
  }
}

function element(tag, className = "", text = "") {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}
