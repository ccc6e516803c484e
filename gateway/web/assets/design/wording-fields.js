/* One text in every language of a document. */
import { textField } from "./fields.js";
import { html } from "./part.js";
import { languageName } from "./words.js";

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
