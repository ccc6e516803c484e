/* Every text beside its translation, with how much is done. */
import { selectField } from "./fields.js";
import { button, html, nothing } from "./part.js";
import { StorePart } from "./store-part.js";
import { placeOf } from "./text-places.js";
import { addLanguage, progressOf, putText, removeLanguage, textsOf } from "./texts.js";
import { _ } from "./words.js";

const KNOWN = ["en", "nl", "de", "fr", "es", "it", "pt", "pl", "tr", "ar", "uk"];

export function languageName(code, reader) {
  const found = new Intl.DisplayNames([reader], { type: "language" }).of(code) ?? code;
  return found.charAt(0).toUpperCase() + found.slice(1);
}

class BuilderTranslations extends StorePart {
  static properties = { ...StorePart.properties, target: { state: true }, open: { state: true } };

  get language() {
    const { languages } = this.store.doc;
    return languages.includes(this.target) && this.target !== languages[0] ? this.target : languages[1];
  }

  name(code) {
    return languageName(code, document.documentElement.lang || "en");
  }

  render() {
    const { doc } = this.store;
    const [first, ...others] = doc.languages;
    const rest = KNOWN.filter((code) => !doc.languages.includes(code)).map((value) => ({ value, label: this.name(value) }));
    return html`<div class="translations">
      <header class="translations__head"><h2>${_("Translations")}</h2>
        <p class="soft">${_("Written in {language} first. Where a translation is missing, people read that.", { language: this.name(first) })}</p>
        <div class="translations__languages">${others.map((code) => this.progress(code))}
          <div class="desk-only">${selectField("add-language", _("Add a language"), rest, undefined, { change: (code) => code && this.add(code) })}</div></div></header>
      ${this.language ? this.table(first, this.language) : html`<p class="soft">${_("There is one language so far.")}</p>`}</div>`;
  }

  add(code) {
    this.target = code;
    this.store.apply(addLanguage(this.store.doc, code), _("Added a language"), { say: _("{language} was added.", { language: this.name(code) }) });
  }

  progress(code) {
    const { done, total, percent } = progressOf(this.store.doc, code);
    return html`<button type="button" class="translations__language" aria-pressed=${code === this.language} @click=${() => { this.target = code; }}>
      <span>${this.name(code)}</span><span class="number">${percent}%</span>
      <svg class="meter__bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect class="meter__ground" width="100" height="4"></rect><rect class="meter__fill" width=${percent} height="4"></rect></svg>
      <span class="visually-hidden">${_("{done} of {total} texts", { done, total })}</span></button>`;
  }

  table(first, target) {
    const { store } = this;
    const texts = textsOf(store.doc).filter(({ words }) => words[first] || words[target]);
    return html`<div class="translations__tools">
        <label class="check-line" for="only-open"><input type="checkbox" id="only-open" .checked=${Boolean(this.open)} @change=${(event) => { this.open = event.target.checked; }}><span>${_("Only what is missing")}</span></label>
        <span class="desk-only">${button(_("Take {language} away", { language: this.name(target) }), () => store.apply(removeLanguage(store.doc, target), _("Took a language away"), { say: _("The language is gone. Undo brings it back.") }), { icon: "trash-2", kind: "quiet" })}</span></div>
      <div class="translations__columns" aria-hidden="true"><span>${this.name(first)}</span><span>${this.name(target)}</span></div>
      <div class="translations__rows">${texts.filter(({ path, words }) => !this.open || !words[target] || this.written?.has(path.join())).map((text) => this.row(text, first, target))}</div>`;
  }

  row({ path, words }, first, target) {
    const id = `text-${path.join("-").replaceAll(/[^\w-]/g, "")}`;
    const put = (language) => (event) => {
      this.written = (this.written ?? new Set()).add(path.join());
      this.store.apply(putText(this.store.doc, path, language, event.target.value), _("Changed a translation"), { group: `${path.join()}:${language}` });
    };
    const area = (language) => html`<div class="translations__text">
      <label class="translations__in" for="${id}-${language}">${this.name(language)}<span class="visually-hidden">: ${words[first] ?? ""}</span></label>
      <textarea class="input" rows="1" id="${id}-${language}" lang=${language} aria-describedby="${id}-place" .value=${words[language] ?? ""} @input=${put(language)}></textarea></div>`;
    return html`<div class="translations__row ${words[target] ? "" : "translations__row--open"}"><p class="translations__place" id="${id}-place">${placeOf(this.store.doc, path, first)}</p>
      ${area(first)}${area(target)}${words[target] ? nothing : html`<span class="visually-hidden">${_("not translated yet")}</span>`}</div>`;
  }
}

customElements.define("builder-translations", BuilderTranslations);
