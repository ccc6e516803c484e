/* The form as a whole: what it is called, what it is for, what is asked about the moment. */
import { assign, edit } from "./document.js";
import { fold, numberField, selectField, textField } from "./fields.js";
import { html } from "./part.js";
import { _ } from "./words.js";

function put(store, members) {
  store.apply(edit(store.doc, (copy) => assign(copy, members)), _("Changed the form as a whole"), { group: `form:${Object.keys(members).join()}` });
}

function putWords(store, name, text) {
  const map = { ...store.doc[name], [store.lang]: text };
  if (text === "" && name !== "title") delete map[store.lang];
  put(store, { [name]: Object.keys(map).length ? map : undefined });
}

export function formPanel(store) {
  const { doc } = store;
  const words = (name, label, more) => textField(`form-${name}`, label, doc[name]?.[store.lang] ?? "", { ...more, lang: store.lang, input: (text) => putWords(store, name, text) });
  return html`
    <div class="panel__head"><h2 class="panel__title">${_("The form as a whole")}</h2></div>
    <div class="panel__body">
      ${words("title", _("Title"))}
      ${words("description", _("What people read above it"), { rows: 3 })}
      ${words("purpose", _("What it is for"), { rows: 2, help: _("Seen by who chooses a form.") })}
      <div class="stack desk-only">
        ${numberField("form-minutes", _("Minutes it takes"), doc.minutes, { min: 1, max: 600, change: (minutes) => put(store, { minutes }) })}
        ${selectField("form-stakes", _("How much hangs on it"), [{ value: "low", label: _("Little: it is for learning") }, { value: "medium", label: _("Something") }, { value: "high", label: _("Much: decisions rest on it") }],
          doc.stakes ?? "low", { change: (stakes) => put(store, { stakes }) })}
        ${fold(_("What is asked about the moment"), html`<p class="field__help">${_("The date is always asked.")}</p>${["place", "placement", "period"].map((name) => context(store, name))}`)}
        ${fold(_("Where it comes from"), words("source", _("Source"), { rows: 2 }))}
      </div>
    </div>`;
}

function context(store, name) {
  const labels = { place: _("Place"), placement: _("Placement"), period: _("Period from and until") };
  const options = [{ value: "no", label: _("Not asked") }, { value: "optional", label: _("May be given") }, { value: "required", label: _("Must be given") }];
  const now = store.doc.context?.[name] ?? "no";
  return selectField(`form-${name}`, labels[name], options, now, { change: (value) => put(store, { context: { ...store.doc.context, [name]: value } }) });
}
