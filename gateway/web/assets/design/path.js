/* The steps of a form as a path: who does what, one after another; each can be selected, moved and added to. */
import { repeat } from "lit/directives/repeat.js";
import { button, html, icon, nothing } from "./part.js";
import { problemsAt } from "./outline.js";
import { addStep, listOf, moveStep } from "./steps.js";
import { _ } from "./words.js";

const ACTS = () => ({
  fill: [_("fills in"), "pencil"],
  prepare: [_("prepares"), "notebook-pen"],
  approve: [_("approves"), "circle-check"],
  sign: [_("signs"), "signature"],
  decide: [_("decides"), "gavel"],
  release: [_("releases"), "eye"],
});

export const actWord = (act = "fill") => ACTS()[act]?.[0] ?? "";

export const peopleWords = (store, keys) => listOf(keys).map((key) => store.words(store.doc.roles[key]?.label)).filter(Boolean).join(", ");

export function path(store) {
  const { stages = [] } = store.doc;
  return html`<section class="path" aria-label=${_("The steps of this form")}>
    <ol class="path__steps">
      ${repeat(stages, ({ id }) => store.placeName(id), (stage, place) => step(store, stage, place, stages.length))}
      <li class="path__end">${icon("flag")}<span>${_("Done")}</span></li>
    </ol>
  </section>`;
}

function step(store, stage, place, count) {
  const selected = store.isSelected("step", stage.id);
  return html`<li class="path__step ${selected ? "path__step--now" : ""}">
    <button type="button" class="path__button" aria-pressed=${selected} @click=${() => store.select("step", stage.id)} @keydown=${(event) => keys(event, store, stage, place, count)}>
      <span class="path__number" aria-hidden="true">${place + 1}</span>
      <span class="path__words"><span class="path__label">${store.words(stage.label) || _("Step {n}", { n: place + 1 })}</span>
        <span class="path__who">${peopleWords(store, stage.by)} ${actWord(stage.act)}${stage.optional ? html` · ${_("optional")}` : nothing}${stage.anonymous ? html` · ${_("anonymous")}` : nothing}</span></span>
      ${problemsAt(store, `stages/${stage.id}`) ? html`<span class="outline__problem">${icon("triangle-alert")}<span class="visually-hidden">${_("has a problem")}</span></span>` : nothing}
    </button>
    <span class="path__add desk-only">${button(_("Add a step after {step}", { step: store.words(stage.label) }), () => add(store, place + 1, stage), { icon: "plus", short: true, kind: "quiet" })}</span>
  </li>`;
}

function add(store, index, before) {
  const [doc, id] = addStep(store.doc, index, listOf(before.by)[0], store.lang);
  store.apply(doc, _("Added a step"), { say: _("A step was added.") });
  store.select("step", id);
}

function keys(event, store, stage, place, count) {
  const by = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
  if (!by || !event.altKey) return;
  event.preventDefault();
  moveTo(store, stage, place + by, count);
}

export function moveTo(store, stage, place, count) {
  if (place < 0 || place >= count) return;
  store.apply(moveStep(store.doc, stage.id, place), _("Moved a step"), {
    say: _("{step} is now step {n} of {count}.", { step: store.words(stage.label), n: place + 1, count }),
  });
}
