/* Which columns pasted rows have: what a heading does not tell, the author says before anything is taken. */
import { checkField, selectField } from "./fields.js";
import { html, nothing } from "./part.js";
import { _ } from "./words.js";

const LEVELS = 8;

/** What a column can be said to hold, in an order people look for it; '' leaves it out. `count`: how many there are. */
function meanings(count) {
  const levels = Array.from({ length: Math.min(LEVELS, Math.max(2, count)) }, (_none, place) => place + 1);
  return [
    { value: "", label: _("Leave out") },
    { value: "title", label: _("Title") },
    { value: "code", label: _("Code") },
    { value: "description", label: _("Description") },
    { value: "parent", label: _("Code of what it belongs to") },
    { value: "level", label: _("Level, as a number") },
    { value: "kind", label: _("What it is") },
    ...levels.map((level) => ({ value: `level.${level}`, label: _("Title at level {n}", { n: level }) })),
  ];
}

/** The columns whose heading told nothing: [{place, heading, means}]. Empty ones at the end of a sheet are no columns. */
export function unknownColumns(columns) {
  const last = columns.findLastIndex(({ heading }) => heading);
  return columns.map((one, place) => ({ ...one, place })).filter(({ known, place }) => !known && place <= last);
}

/** What is said of every column once one of them is said to hold `means`; null leaves it to its heading. */
export const withColumn = (columns, place, means) => columns.map((one, number) => (number === place ? means : one.known ? null : one.means));

/** `look`: look again with what is said of the columns, as {columns, headed}. */
export function columnFields(columns, look) {
  const unknown = unknownColumns(columns);
  const options = meanings(columns.length);
  return html`${checkField("paste-headed", _("The first row holds headings"), columns.length > 0, { change: (headed) => look({ headed }) })}
    ${unknown.length ? html`<fieldset class="field"><legend class="field__label">${_("What do these columns hold?")}</legend>
      <p class="field__help">${_("Their headings do not tell.")}</p>
      ${unknown.map(({ place, heading, means }) => selectField(`paste-column-${place}`, heading || _("Column {n}", { n: place + 1 }), options, means, { change: (chosen) => look({ headed: true, columns: withColumn(columns, place, chosen) }) }))}</fieldset>` : nothing}`;
}
