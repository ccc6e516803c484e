/*
 * A form while it is being filled: shows and requires items by their rules, says what a chosen level means, checks
 * before Send. The server draws the page and decides; everything here is help.
 */
import { answersOf, fieldsOf, rowsOf } from "./form-answers.js";
import { conditionsOf, Facts } from "./form-facts.js";
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
    return this.read(fieldsOf(this.entries));
  }

  read(fields) {
    const fillable = this.rules.items.filter((item) => !["section", "note"].includes(item.type));
    return answersOf(fillable, fields);
  }

  onChange(target) {
    if (target) this.sayChosen(target);
    this.refresh();
    this.changed(this);
  }

  refresh() {
    nameRows(this.area);
    const fields = fieldsOf(this.entries);
    const repeats = this.rules.items.filter((item) => item.type === "repeat");
    const rows = new Map(repeats.map((item) => [item.key, rowsOf(item, fields)]));
    this.facts = new Facts(this.rules, this.read(fields), rows);
    for (const item of this.rules.items) {
      this.draw(this.part(item.key), item, this.facts);
      for (const [number, facts] of this.facts.rows.get(item.key) ?? []) {
        for (const inner of item.items) this.draw(this.inRow(`${item.key}.${number}`, inner.key), inner, facts);
      }
    }
    // Of what levels mean for outcomes that are picked on this page, only what is picked.
    for (const meaning of this.area.querySelectorAll("[data-picked-by]")) {
      meaning.hidden = ![this.facts.answers[meaning.dataset.pickedBy]].flat().includes(meaning.dataset.outcome);
    }
  }

  draw(drawn, item, facts) {
    if (!drawn) return;
    if (conditionsOf(item).length) drawn.hidden = !facts.isShown(item);
    for (const [name, day] of Object.entries(facts.days(item))) drawn.querySelector("input[type=date]")?.[day ? "setAttribute" : "removeAttribute"](name, day);
    const marks = [...drawn.querySelectorAll("[data-optional]")];
    const mark = marks.find((one) => one.closest("[data-item], [data-inner]") === drawn);
    if (mark) mark.hidden = facts.isRequired(item);
  }

  inRow(row, key) {
    const place = this.area.querySelector(`[name="${CSS.escape(`a.${row}._id`)}"]`)?.closest("[data-row]");
    return place?.querySelector(`[data-inner="${CSS.escape(key)}"]`);
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
    if (target.type === "range") touch(target);
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
    const missing = this.facts.missing().map((path) => this.missingAnswer(path));
    if (missing.length) this.showErrors(missing);
    return missing.length === 0;
  }

  missingAnswer(path) {
    const part = this.part(path.split(".")[0]);
    const place = document.getElementById(`q-${path.replaceAll(".", "-")}`) ?? part;
    const label = place.closest(".rubric__row")?.querySelector(".rubric__label") ??
      (place.closest("[data-inner]") ?? part).querySelector(".field__label");
    const plain = label.cloneNode(true);
    plain.querySelector("[data-optional]")?.remove();
    return { id: place.id, place, text: this.words.required.replace("{label}", plain.textContent.trim()) };
  }

  /** Send was refused for good: why, in the summary; who is nobody any more finds the log-in there, and comes back. */
  refuse(why) {
    this.clearErrors();
    const { sentence, log_in: logIn } = why ?? {};
    const here = new URLSearchParams({ next: location.pathname + location.search });
    this.showErrors([{ text: sentence ?? this.words.refused, href: logIn && `${logIn}?${here}` }]);
  }

  showErrors(errors) {
    const summary = element("div", "error-summary");
    summary.dataset.errorSummary = "";
    summary.tabIndex = -1;
    summary.role = "alert";
    const title = element("h2", "error-summary__title", this.words.problem);
    const list = element("ul", "error-summary__list");
    for (const { id, text, href = id && `#${id}` } of errors) {
      const line = element("li");
      const words = element(href ? "a" : "span", "", text);
      if (href) words.href = href;
      line.append(words);
      list.append(line);
    }
    summary.append(title, list);
    this.area.before(summary);
    for (const { place } of errors.filter((one) => one.place)) (place.closest(".rubric__row, .field") ?? place).classList.add("field--wrong");
    summary.focus();
  }

  clearErrors() {
    for (const summary of document.querySelectorAll("[data-error-summary]")) summary.remove();
    for (const wrong of this.area.querySelectorAll(".field--wrong")) wrong.classList.remove("field--wrong");
  }
}

/** From now on the slider has an answer: what was not observed has none. */
function touch(slider) {
  slider.name = slider.dataset.name;
  const na = slider.closest("[data-slider]").parentElement.querySelector(":scope > .choice--na input");
  if (na) na.checked = false;
}

function element(tag, className = "", text = "") {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}
