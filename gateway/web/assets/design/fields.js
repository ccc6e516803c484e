/* Fields of the panel: label, help, control; in that order, as everywhere. */
import { _ } from "./words.js";
import { html, icon, nothing } from "./part.js";

const described = (id, help) => (help ? `${id}-help` : nothing);
const helpOf = (id, help) => (help ? html`<p class="field__help" id="${id}-help">${help}</p>` : nothing);

/** One line, or with `rows` more. `input` on every key, `change` when it is done. */
export function textField(id, label, value, { input, change, help, rows, lang, placeholder, hideLabel = false, max = 4000 }) {
  const common = { onInput: (event) => input?.(event.target.value), onChange: (event) => change?.(event.target.value) };
  const control = rows
    ? html`<textarea class="input" id=${id} rows=${rows} lang=${lang ?? nothing} maxlength=${max} aria-describedby=${described(id, help)}
        placeholder=${placeholder ?? nothing} .value=${value ?? ""} @input=${common.onInput} @change=${common.onChange}></textarea>`
    : html`<input class="input" type="text" id=${id} lang=${lang ?? nothing} maxlength=${max} autocomplete="off" aria-describedby=${described(id, help)}
        placeholder=${placeholder ?? nothing} .value=${value ?? ""} @input=${common.onInput} @change=${common.onChange}>`;
  return html`<div class="field"><label class=${hideLabel ? "visually-hidden" : "field__label"} for=${id}>${label}</label>${helpOf(id, help)}${control}</div>`;
}

/** A number; undefined when it is left empty. */
export function numberField(id, label, value, { change, help, min, max, step = 1, unit }) {
  const read = (event) => change(event.target.value === "" ? undefined : Number(event.target.value));
  return html`<div class="field"><label class="field__label" for=${id}>${label}</label>${helpOf(id, help)}
    <div class="input-row"><input class="input input--number" type="number" id=${id} min=${min ?? nothing} max=${max ?? nothing} step=${step}
      aria-describedby=${described(id, help)} .value=${value ?? ""} @change=${read}>${unit ? html`<span class="input-unit">${unit}</span>` : nothing}</div></div>`;
}

/** options: [{value, label}] or [{label, options}]; values stay what they are, also when they are not texts. */
export function selectField(id, label, options, value, { change, help, hideLabel = false, empty }) {
  const flat = options.flatMap((one) => one.options ?? [one]);
  const read = (event) => change(event.target.value === "" ? undefined : flat[Number(event.target.value)].value);
  const one = (option) => html`<option value=${flat.indexOf(option)} ?selected=${option.value === value}>${option.label}</option>`;
  return html`<div class="field"><label class=${hideLabel ? "visually-hidden" : "field__label"} for=${id}>${label}</label>${helpOf(id, help)}
    <select class="input" id=${id} aria-describedby=${described(id, help)} .value=${String(flat.findIndex((each) => each.value === value))} @change=${read}>
      ${empty === undefined && flat.some((each) => each.value === value) ? nothing : html`<option value="" ?selected=${value === undefined}>${empty ?? _("Choose")}</option>`}
      ${options.map((option) => (option.options ? html`<optgroup label=${option.label}>${option.options.map(one)}</optgroup>` : one(option)))}
    </select></div>`;
}

export function checkField(id, label, checked, { change, help }) {
  return html`<div class="check-field"><label class="check-line" for=${id}>
    <input type="checkbox" id=${id} .checked=${Boolean(checked)} aria-describedby=${described(id, help)} @change=${(event) => change(event.target.checked)}>
    <span>${label}</span></label>${helpOf(id, help)}</div>`;
}

/** One of a few, all seen at once. options: [{value, label, help}] */
export function radioField(id, label, options, value, { change }) {
  return html`<fieldset class="field" id=${id}><legend class="field__label">${label}</legend>
    <div class="panel-choices">${options.map(
      (option, place) => html`<label class="panel-choice"><input type="radio" name=${id} id="${id}-${place}" .checked=${option.value === value}
        @change=${() => change(option.value)}><span><span class="panel-choice__label">${option.label}</span>
        ${option.help ? html`<span class="panel-choice__help">${option.help}</span>` : nothing}</span></label>`,
    )}</div></fieldset>`;
}

/** Some of a few. `values`: what is ticked; `change` gets the new list, in the order of the options. */
export function checksField(id, label, options, values, { change, help }) {
  const toggle = (value, on) => {
    const now = new Set(values);
    if (on) now.add(value);
    else now.delete(value);
    change(options.map((option) => option.value).filter((one) => now.has(one)));
  };
  return html`<fieldset class="field" id=${id}><legend class="field__label">${label}</legend>${helpOf(id, help)}
    <div class="panel-checks">${options.map(
      (option, place) => html`<label class="check-line" for="${id}-${place}"><input type="checkbox" id="${id}-${place}" .checked=${values.includes(option.value)}
        @change=${(event) => toggle(option.value, event.target.checked)}><span>${option.label}</span></label>`,
    )}</div></fieldset>`;
}

/** A fold with what is not needed every day. */
export function fold(label, body, { open = false, desk = true } = {}) {
  return html`<details class="panel-fold ${desk ? "desk-only" : ""}" ?open=${open}><summary>${icon("chevron-right")}${label}</summary><div class="panel-fold__body">${body}</div></details>`;
}

/** Whole numbers with commas between them -> a list; undefined when there is none. */
export function readDays(text) {
  const found = text.split(/[^0-9]+/).filter(Boolean).map(Number).filter((day) => day >= 1 && day <= 3660);
  const days = [...new Set(found)].sort((one, other) => one - other);
  return days.length ? days : undefined;
}
