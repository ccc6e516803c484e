/* Every text beside its translation, with how much is done. */
import { selectField } from "./fields.js";
import { offeredBeside, writtenIn } from "./languages.js";
import { Part, button, html, nothing } from "./part.js";
import { speak } from "./speak.js";
import { placeOf } from "./text-places.js";
import { progressOf, putText, textsOf } from "./texts.js";
import { _, languageName } from "./words.js";

/** `store`: what any editor has of doc, languages and apply; `doc` and `languages` draw it anew when they change. */
class BuilderTranslations extends Part {
  static properties = { store: { attribute: false }, doc: { attribute: false }, languages: { attribute: false }, target: { state: true }, open: { state: true } };

  get language() {
    const { languages } = this;
    return languages.includes(this.target) && this.target !== languages[0] ? this.target : languages[1];
  }

  render() {
    const [first, ...others] = this.languages;
    const rest = offeredBeside(this.languages).map((value) => ({ value, label: languageName(value) }));
    return html`<div class="translations">
      <header class="translations__head"><h2>${_("Translations")}</h2>
        <p class="soft">${_("Written in {language} first. Where a translation is missing, people read that.", { language: languageName(first) })}</p>
        <div class="translations__languages">${others.map((code) => this.progress(code))}
          ${rest.length ? selectField("add-language", _("Add a language"), rest, undefined, { change: (code) => code && this.add(code) }) : nothing}</div></header>
      ${this.language ? this.table(first, this.language) : html`<p class="soft">${_("There is one language so far. Add one, and every text stands here beside its translation.")}</p>`}</div>`;
  }

  add(code) {
    this.target = code;
    this.keep([...this.languages, code], _("Added a language"), _("{language} was added.", { language: languageName(code) }));
  }

  takeAway(code) {
    this.keep(this.languages.filter((one) => one !== code), _("Took a language away"), _("The language is gone. Undo brings it back."));
  }

  /** A scale has no list of languages, so its editor keeps one in which nothing is written yet. */
  keep(languages, what, say) {
    this.store.keepLanguages?.(languages);
    this.store.apply(writtenIn(this.store.doc, languages), what);
    speak(say);
  }

  progress(code) {
    const { done, total, percent } = progressOf(this.doc, code, this.languages[0]);
    return html`<button type="button" class="translations__language" aria-pressed=${code === this.language} @click=${() => { this.target = code; }}>
      <span>${languageName(code)}</span><span class="number">${percent}%</span>
      <svg class="meter__bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect class="meter__ground" width="100" height="4"></rect><rect class="meter__fill" width=${percent} height="4"></rect></svg>
      <span class="visually-hidden">${_("{done} of {total} texts", { done, total })}</span></button>`;
  }

  table(first, target) {
    const texts = textsOf(this.doc).filter(({ words }) => words[first] || words[target]);
    return html`<div class="translations__tools">
        <label class="check-line" for="only-open"><input type="checkbox" id="only-open" .checked=${Boolean(this.open)} @change=${(event) => { this.open = event.target.checked; }}><span>${_("Only what is missing")}</span></label>
        <span class="desk-only">${button(_("Take {language} away", { language: languageName(target) }), () => this.takeAway(target), { icon: "trash-2", kind: "quiet" })}</span></div>
      <div class="translations__columns" aria-hidden="true"><span>${languageName(first)}</span><span>${languageName(target)}</span></div>
      <div class="translations__rows">${texts.filter(({ path, words }) => !this.open || !words[target] || this.written?.has(path.join())).map((text) => this.row(text, first, target))}</div>`;
  }

  row({ path, words }, first, target) {
    const id = `text-${path.join("-").replaceAll(/[^\w-]/g, "")}`;
    const put = (language) => (event) => {
      this.written = (this.written ?? new Set()).add(path.join());
      this.store.apply(putText(this.store.doc, path, language, event.target.value), _("Changed a translation"), { group: `${path.join()}:${language}` });
    };
    const area = (language) => html`<div class="translations__text">
      <label class="translations__in" for="${id}-${language}">${languageName(language)}<span class="visually-hidden">: ${words[first] ?? ""}</span></label>
      <textarea class="input" rows="1" id="${id}-${language}" lang=${language} aria-describedby="${id}-place" .value=${words[language] ?? ""} @input=${put(language)}></textarea></div>`;
    return html`<div class="translations__row ${words[target] ? "" : "translations__row--open"}"><p class="translations__place" id="${id}-place">${placeOf(this.doc, path, first)}</p>
      ${area(first)}${area(target)}${words[target] ? nothing : html`<span class="visually-hidden">${_("not translated yet")}</span>`}</div>`;
  }
}

customElements.define("builder-translations", BuilderTranslations);

/** The view of any editor: `store` has doc, languages and apply. */
export const translations = (store) => html`<builder-translations .store=${store} .doc=${store.doc} .languages=${store.languages}></builder-translations>`;
