/* Which outcomes a judgement or text says something about. */
import { assign, change, edit, itemOf, walk } from "./document.js";
import { bindFramework, frameworkPicker, put } from "./content-tab.js";
import { checkField, selectField } from "./fields.js";
import { button, html, icon, nothing } from "./part.js";
import { stepsChoice } from "./step-changes.js";
import { listOf, stepsOf } from "./steps.js";
import { _, _n } from "./words.js";

const GIVES = new Set(["scale", "rubric", "checklist", "text"]);

export function outcomesTab(store, { item, parent }) {
  if (item.type === "outcome") return html`${frameworkPicker(store, item)}<p class="field__help">${_("Judgements and texts can be linked to what is picked here: choose “what was picked” at those questions.")}</p>`;
  if (!GIVES.has(item.type)) return html`<p class="soft">${_("Links belong to judgements and texts: what they say counts for the outcomes they are linked to. This kind of question gives nothing.")}</p>`;
  const byRow = item.type === "rubric" || item.type === "checklist";
  return html`
    <p class="field__help">${item.type === "text" ? _("What is written here is shown with these outcomes.") : _("Each answer counts as a data point for these outcomes.")}</p>
    ${byRow ? html`<h3 class="panel__sub">${_("All rows together")}</h3>` : nothing}
    ${links(store, "all", listOf(item.outcomes), (outcomes, doc) => putLinks(store, change(doc, store.selected.key, { outcomes })))}
    ${byRow ? (item.rows ?? []).map((row) => html`<details class="panel-fold" ?open=${store.openRow === row.key} @toggle=${(event) => event.target.open && (store.openRow = row.key)}>
      <summary>${icon("chevron-right")}${store.words(row.label) || _("Row")}<span class="faint">${_n("{n} link", "{n} links", listOf(row.outcomes).length)}</span></summary>
      <div class="panel-fold__body">${links(store, row.key, listOf(row.outcomes), (outcomes, doc) => putLinks(store, changeRow(doc, store.selected.key, row.key, { outcomes })))}</div></details>`) : nothing}
    ${item.emit === false || listOf(item.outcomes).length || byRow ? checkField("item-emits", _("Answers count as data points"), item.emit !== false, { change: (on) => put(store, item, { emit: on ? undefined : false }) }) : nothing}
    ${item.emit === false ? nothing : countsFrom(store, item, parent)}`;
}

/** A data point may wait for a later step, such as the one that confirms it. */
function countsFrom(store, item, parent) {
  const { stages } = store.doc;
  const first = stages.findIndex((one) => stepsOf(store.doc, item, parent).includes(one.id));
  const later = stages.slice(first + 1);
  const gives = listOf(item.outcomes).length > 0 || (item.rows ?? []).some((row) => listOf(row.outcomes).length > 0);
  if (!item.emit?.at && (first < 0 || later.length === 0 || !gives)) return nothing;
  return selectField("item-counts-from", _("From which step on does it count?"), stepsChoice(store, later), item.emit?.at, {
    empty: _("The step in which it is filled in"), change: (at) => put(store, item, { emit: at ? { at } : undefined }),
  });
}

const putLinks = (store, doc) => store.apply(doc, _("Changed links to outcomes"));

const changeRow = (doc, address, key, members) => edit(doc, (copy) => assign(itemOf(copy, address).rows.find((row) => row.key === key), members));

const picks = (doc) => [...walk(doc)].filter(({ item, parent }) => item.type === "outcome" && parent?.type !== "repeat").map(({ item }) => item);

/** What is linked as chips, and the trees to choose from. */
export function links(store, id, chosen, set) {
  const { doc } = store;
  const give = (list, from = doc) => set(list.length ? list : undefined, from);
  const toggle = (code, on) => give(on ? [...chosen, code] : chosen.filter((one) => one !== code));
  return html`
    <ul class="link-chips" aria-label=${_("Linked to")}>${chosen.map((code) => html`<li class="link-chip"><span>${nameOf(store, code)}</span>${button(_("Remove: {what}", { what: nameOf(store, code) }), () => toggle(code, false), { icon: "x", short: true, kind: "quiet" })}</li>`)}</ul>
    ${picks(doc).map((pick) => html`<div class="check-field"><label class="check-line" for="pick-${id}-${pick.key}"><input type="checkbox" id="pick-${id}-${pick.key}" .checked=${chosen.includes(`$${pick.key}`)}
      @change=${(event) => toggle(`$${pick.key}`, event.target.checked)}><span>${_("What was picked at “{what}”", { what: store.words(pick.label) })}</span></label></div>`)}
    ${(store.library.frameworks ?? []).map((framework) => tree(store, framework, id, chosen, (code, on) => {
      const [bound, prefix] = bindFramework(store.doc, framework.name);
      const full = `${prefix}/${code}`;
      give(on ? [...chosen, full] : chosen.filter((one) => one !== full), bound);
    }))}`;
}

function tree(store, framework, id, chosen, toggle) {
  const prefix = Object.entries(store.doc.frameworks ?? {}).find(([, name]) => name === framework.name)?.[0];
  const count = chosen.filter((code) => code.startsWith(`${prefix}/`)).length;
  return html`<details class="panel-fold"><summary>${icon("chevron-right")}${framework.title}${count ? html`<span class="count">${count}</span>` : nothing}</summary>
    <ul class="outcome-tree">${framework.outcomes.map((one) => html`<li class="outcome-tree__line" data-depth=${Math.min(one.depth, 4)}><label class="check-line" for="link-${id}-${framework.name}-${one.code}">
      <input type="checkbox" id="link-${id}-${framework.name}-${one.code}" .checked=${chosen.includes(`${prefix}/${one.code}`)} @change=${(event) => toggle(one.code, event.target.checked)}><span>${one.title}</span></label></li>`)}</ul></details>`;
}

/** An outcome as people call it. */
export function nameOf(store, code) {
  if (code.startsWith("$")) {
    const pick = picks(store.doc).find((item) => item.key === code.slice(1));
    return _("what was picked at “{what}”", { what: pick ? store.words(pick.label) : "…" });
  }
  const [prefix, ...rest] = code.split("/");
  const framework = (store.library.frameworks ?? []).find((one) => one.name === store.doc.frameworks?.[prefix]);
  return framework?.outcomes.find((one) => one.code === rest.join("/"))?.title ?? _("an outcome that is not here");
}
