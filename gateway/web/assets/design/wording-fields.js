/* One text in every language of a document. */
import { textField } from "./fields.js";
import { html } from "./part.js";
import { language } from "./words.js";

/** How a language is called in the language of the reader: `nl` is Dutch, or Nederlands. */
export function languageName(code) {
  const name = new Intl.DisplayNames([language()], { type: "language" }).of(code);
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** `change` gets the new map; undefined when nothing is left in it. */
export function wordingFields(id, label, map, languages, { change, rows, help }) {
  const read = (code) => (text) => {
    const now = { ...map, [code]: text };
    if (text.trim() === "") delete now[code];
    change(Object.keys(now).length ? now : undefined, code);
  };
  return html`<div class="wordings">${languages.map((code) =>
    textField(`${id}-${code}`, languages.length > 1 ? `${label} (${languageName(code)})` : label, map?.[code], {
      input: read(code), rows, lang: code, help: code === languages[0] ? help : undefined,
    }),
  )}</div>`;
}
