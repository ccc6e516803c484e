/* The outline: the form itself, its steps and people, its questions, scales and scores. */
import { addressIn } from "./document.js";
import { kindIcon, kindWord } from "./kinds.js";
import { button, html, icon, nothing } from "./part.js";
import { problemsOf } from "./problems-panel.js";
import { scaleTitle } from "./scales.js";
import { addPerson, peopleOf } from "./steps.js";
import { _, wordsOf } from "./words.js";

/** One line that selects something. */
function line(store, kind, key, label, picture, { problems = 0, note = "" } = {}) {
  return html`<button type="button" class="outline__line" aria-current=${store.isSelected(kind, key) ? "true" : nothing} @click=${() => store.select(kind, key)}>
    ${icon(picture)}<span class="outline__words">${label}${note ? html`<span class="faint"> ${note}</span>` : nothing}</span>
    ${problems ? html`<span class="outline__problem">${icon("triangle-alert")}<span class="visually-hidden">${_("has a problem")}</span></span>` : nothing}</button>`;
}

export const problemsAt = (store, start) => store.problems.filter(({ path }) => path === start || path.startsWith(`${start}/`)).length;

function items(store, list, parent = null) {
  return html`<ul class="outline__list">${list.map((item) => html`<li>
    ${line(store, "item", addressIn(parent, item.key), store.words(item.label) || kindWord(item.type), kindIcon(item.type), { problems: problemsOf(store, addressIn(parent, item.key)) })}
    ${item.items?.length ? items(store, item.items, item) : nothing}</li>`)}</ul>`;
}

function group(name, title, body, add = nothing) {
  return html`<section class="outline__group" data-group=${name}><div class="outline__head"><h2 class="outline__title">${title}</h2><span class="desk-only">${add}</span></div>${body}</section>`;
}

export function outline(store) {
  const { doc } = store;
  return html`
    ${line(store, "form", null, _("The form as a whole"), "clipboard-list", { problems: ["title", "languages", "description"].reduce((sum, one) => sum + problemsAt(store, one), 0) })}
    ${group("people", _("People"), html`<ul class="outline__list">${peopleOf(doc).map(([key, role]) => html`<li>
      ${line(store, "person", key, store.words(role.label) || _("Somebody"), role.who === "subject" ? "graduation-cap" : "user", { problems: problemsAt(store, `roles/${key}`) })}</li>`)}</ul>`,
      button(_("Add a person"), () => added(store), { icon: "plus", short: true, kind: "quiet" }))}
    ${group("questions", _("Questions"), (doc.items ?? []).length ? items(store, doc.items) : html`<p class="faint">${_("None yet.")}</p>`,
      button(_("Add a question"), () => store.set({ adding: { place: null } }), { icon: "plus", short: true, kind: "quiet" }))}
    ${group("scales", _("Scales"), html`<ul class="outline__list">${Object.entries(doc.scales ?? {}).map(([name, scale]) => html`<li>
      ${line(store, "scale", name, scaleTitle(name, scale, (map) => wordsOf(map, store.lang)), "sliders-horizontal", { problems: problemsAt(store, `scales/${name}`) })}</li>`)}</ul>`,
      button(_("Scales to choose from"), () => store.select("scale", null), { icon: "plus", short: true, kind: "quiet" }))}
    <div class="outline__group">${line(store, "scores", null, _("Scores"), "chart-column", { problems: problemsAt(store, "computed"), note: String(Object.keys(doc.computed ?? {}).length || "") })}
      <div class="desk-only">${line(store, "emissions", null, _("What comes out"), "send", { problems: problemsAt(store, "emit"), note: String(doc.emit?.length || "") })}</div></div>
  `;
}

function added(store) {
  const [doc, key] = addPerson(store.doc, store.lang);
  store.apply(doc, _("Added a person"), { say: _("A person was added.") });
  store.select("person", key);
}
