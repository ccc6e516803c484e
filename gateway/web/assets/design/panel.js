/* The panel: everything about what is selected. */
import { addressAt, find, places, move } from "./document.js";
import { contentTab } from "./content-tab.js";
import { emissionPanel } from "./emission-panel.js";
import { emissionsPanel } from "./emissions-panel.js";
import { formPanel } from "./form-panel.js";
import { kindIcon, kindWord } from "./kinds.js";
import { outcomesTab } from "./outcomes-tab.js";
import { html, icon, nothing } from "./part.js";
import { personPanel } from "./person-panel.js";
import { problemsPanel } from "./problems-panel.js";
import { rulesTab } from "./rules-tab.js";
import { scalePanel } from "./scale-panel.js";
import { scoresPanel } from "./scores-panel.js";
import { selectField } from "./fields.js";
import { stepPanel } from "./step-panel.js";
import { whoTab } from "./who-tab.js";
import { _ } from "./words.js";

const PANELS = { form: formPanel, step: stepPanel, person: personPanel, scale: scalePanel, scores: scoresPanel, emissions: emissionsPanel, emission: emissionPanel, problems: problemsPanel };

export function panel(store) {
  const { kind } = store.selected;
  return kind === "item" ? itemPanel(store) : PANELS[kind](store);
}

const TABS = () => [
  ["content", _("Content"), contentTab],
  ["rules", _("Rules"), rulesTab],
  ["outcomes", _("Links to outcomes"), outcomesTab],
  ["who", _("Who and when"), whoTab],
];

function itemPanel(store) {
  const found = find(store.doc, store.selected.key);
  const [, , body] = TABS().find(([name]) => name === store.tab);
  return html`
    <div class="panel__head">${icon(kindIcon(found.item.type))}<h2 class="panel__title">${kindWord(found.item.type)}</h2></div>
    <div class="panel-tabs desk-only" role="tablist" aria-label=${_("About this question")} @keydown=${(event) => turn(event, store)}>
      ${TABS().map(([name, label]) => html`<button type="button" role="tab" class="panel-tab" id="tab-${name}" aria-controls="tab-body" aria-selected=${name === store.tab}
        tabindex=${name === store.tab ? 0 : -1} @click=${() => store.set({ tab: name })}>${label}</button>`)}
    </div>
    <div class="panel__body" id="tab-body" role="tabpanel" aria-labelledby="tab-${store.tab}">
      ${body(store, found)}
      ${store.tab === "content" ? moveTo(store, found) : nothing}
    </div>`;
}

function turn(event, store) {
  const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (!by) return;
  const names = TABS().map(([name]) => name);
  const next = names[(names.indexOf(store.tab) + by + names.length) % names.length];
  store.set({ tab: next });
  const list = event.currentTarget;
  requestAnimationFrame(() => list.querySelector(`#tab-${next}`)?.focus());
}

/** Every place it can go to, in words: the way to move for who does not drag. */
function moveTo(store, { item, parent, index }) {
  const { key: address } = store.selected;
  const options = places(store.doc, address).map((place) => ({ value: place, label: placeWords(store, place) }));
  const now = options.find(({ value }) => value.parent === (parent?.key ?? null) && value.index === index);
  const change = (place) => place && store.apply(move(store.doc, address, place), _("Moved {what}", { what: store.words(item.label) }), {
    moved: [address, addressAt(store.doc, address, place)],
    say: _("{what} stands {where} now.", { what: store.words(item.label), where: placeWords(store, place) }),
  });
  return selectField("move-to", _("Place"), options, now?.value, { change });
}

function placeWords(store, { after, holder }) {
  const where = after ? _("after “{what}”", { what: store.words(after.label) }) : _("at the top");
  return holder ? _("{where}, in “{section}”", { where, section: store.words(holder.label) }) : where;
}
