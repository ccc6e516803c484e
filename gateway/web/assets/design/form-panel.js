/* The form as a whole: what it is called, what it is for, what is asked about the moment. */
import { assign, edit } from "./document.js";
import { fold, numberField, selectField, textField } from "./fields.js";
import { html, nothing } from "./part.js";
import { throwAway } from "./throwing-away.js";
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
        ${fold(_("Where it comes from"), html`${words("source", _("Source"), { rows: 2 })}${madeFrom(store)}`)}
        ${fold(_("What it may be compared with"), compared(store))}
      </div>
      ${throwAway(store)}
    </div>`;
}

function context(store, name) {
  const labels = { place: _("Place"), placement: _("Placement"), period: _("Period from and until") };
  const options = [{ value: "no", label: _("Not asked") }, { value: "optional", label: _("May be given") }, { value: "required", label: _("Must be given") }];
  const now = store.doc.context?.[name] ?? "no";
  return selectField(`form-${name}`, labels[name], options, now, { change: (value) => put(store, { context: { ...store.doc.context, [name]: value } }) });
}

/** What the form was made of: named by who began with another, and changed where it began elsewhere. */
function madeFrom(store) {
  const { based_on: bond, key, process } = store.doc;
  const change = (members) => put(store, { based_on: { ...bond, ...members } });
  const choose = (how) => put(store, { based_on: how ? { form: key, version: 1, ...bond, how } : undefined });
  return html`
    ${selectField("form-based-on", _("Made of another form?"), [
      { value: "extends", label: _("Yes, it is built on that form") },
      { value: "complies", label: _("Yes, it keeps to that form: all that asks is asked here too") },
      { value: "inspired", label: _("Yes, loosely") },
    ], bond?.how, { empty: _("No"), change: choose })}
    ${bond ? html`<div class="fields-row">${textField("form-based-on-form", _("Short name of that form"), bond.form, { max: 64, change: (form) => change({ form: form.trim() }) })}
      ${numberField("form-based-on-version", _("Its version"), bond.version, { min: 1, max: 100000, change: (version) => change({ version: version ?? 1 }) })}</div>` : nothing}
    ${numberField("form-process", _("Number in the list of processes"), process, { min: 1, max: 1000, help: _("The library numbers its processes; leave it empty for a process of your own."), change: (number) => put(store, { process: number }) })}`;
}

/** Versions of forms, or single questions of them, whose answers mean the same as here. */
function compared(store) {
  const read = (text) => text.split(/[\s,;]+/).filter(Boolean);
  return textField("form-same-as", _("Means the same as"), (store.doc.same_as ?? []).join(", "), {
    max: 2000,
    help: _("Versions of forms whose answers may be put beside these: short name, @ and version, with commas between them, such as mini-cex@2."),
    change: (text) => put(store, { same_as: read(text).length ? [...new Set(read(text))] : undefined }),
  });
}
