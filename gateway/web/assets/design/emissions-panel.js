/* What comes out of a form: the list of it, and adding to it. */
import { addEmission, removeEmission } from "./emissions.js";
import { emissionKinds, emissionTitle, emissionWhen, kindOf } from "./emission-words.js";
import { problemsAt } from "./outline.js";
import { button, html, icon, nothing } from "./part.js";
import { _ } from "./words.js";

export function emissionsPanel(store) {
  const declared = store.doc.emit ?? [];
  return html`<div class="panel__head">${icon("send")}<h2 class="panel__title">${_("What comes out")}</h2></div>
    <div class="panel__body">
      <p class="field__help">${_("What the portfolio gets from this form. Judgements and texts that are linked to outcomes give data points by themselves; everything else is said here.")}</p>
      ${declared.length ? html`<ul class="emission-list">${declared.map((one, place) => line(store, one, place))}</ul>` : html`<p class="soft">${_("Nothing else yet.")}</p>`}
      <section class="stack stack--tight desk-only" aria-label=${_("Add what comes out")}><h3 class="panel__sub">${_("Add")}</h3>
        ${emissionKinds().map(([kind, picture, word, purpose]) => html`<button type="button" class="add-kind" @click=${() => add(store, kind, word)}>${icon(picture)}<span><span class="add-kind__word">${word}</span><span class="add-kind__purpose">${purpose}</span></span></button>`)}
      </section>
    </div>`;
}

function line(store, one, place) {
  const title = emissionTitle(store, one);
  return html`<li class="emission-line"><button type="button" class="emission-line__open" @click=${() => store.select("emission", place)}>
      ${icon(kindOf(one.kind)[1])}<span><strong>${title}</strong><span class="soft small">${emissionWhen(store, one)}</span></span>
      ${problemsAt(store, `emit/${one.key}`) ? html`<span class="outline__problem">${icon("triangle-alert")}<span class="visually-hidden">${_("has a problem")}</span></span>` : nothing}</button>
    <span class="desk-only">${button(_("Remove: {what}", { what: title }), () => drop(store, place, title), { icon: "trash-2", short: true, kind: "quiet" })}</span></li>`;
}

function add(store, kind, word) {
  const [doc, place] = addEmission(store.doc, kind);
  store.apply(doc, _("Added {what}", { what: word }), { say: _("{what} was added.", { what: word }) });
  store.select("emission", place);
}

export function drop(store, place, title) {
  store.apply(removeEmission(store.doc, place), _("Removed {what}", { what: title }), { say: _("{what} was removed. Undo brings it back.", { what: title }) });
  store.select("emissions");
}
