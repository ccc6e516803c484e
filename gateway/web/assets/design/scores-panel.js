/* Scores the form works out by itself. */
import { scoreWords } from "./conditions.js";
import { checkField, fold, numberField, selectField, textField } from "./fields.js";
import { button, html, nothing } from "./part.js";
import { workingWords } from "./rule-words.js";
import { addScore, changeScore, nameScore, removeScore, sourceTitle, wayOf, ways } from "./scores.js";
import { itemOf } from "./document.js";
import { wordingFields } from "./wording-fields.js";
import { _ } from "./words.js";

export function scoresPanel(store) {
  const scores = Object.entries(store.doc.computed ?? {});
  const possible = ways(store.doc);
  return html`<div class="panel__head"><h2 class="panel__title">${_("Scores")}</h2></div>
    <div class="panel__body">
      <p class="field__help">${_("What the form works out from the answers. Rules can ask for a score as for a question.")}</p>
      ${scores.map(([name, rule]) => one(store, name, rule, possible))}
      ${possible.length ? adding(store, possible) : html`<p class="soft">${_("Scores are made of rows with judgements or of checklists. There are none in this form yet.")}</p>`}
    </div>`;
}

function one(store, name, rule, possible) {
  const made = wayOf(rule);
  const title = scoreWords(store.doc, name, store.lang);
  return html`<section class="score"><div class="member__line"><h3 class="panel__sub grow">${title}</h3>
      ${button(_("Remove: {what}", { what: title }), () => store.apply(removeScore(store.doc, name), _("Removed {what}", { what: title })), { icon: "trash-2", short: true, kind: "quiet" })}</div>
    ${made ? fields(store, name, made, possible, (changed) => store.apply(changeScore(store.doc, name, { ...made, ...changed }), _("Changed a score"))) : html`<p class="rule__words">${_("This is worked out: {rule}.", { rule: workingWords(store.doc, rule, store.lang) })}</p><p class="soft">${_("It can be removed, but not changed here.")}</p>`}
    ${fold(_("How people read it"), wordsFields(store, name), { open: false })}</section>`;
}

/** Its label and unit, and whether it is told on the page of a record without coming out as something. */
function wordsFields(store, name) {
  const words = store.doc.names?.[name];
  const put = (part) => (value) => store.apply(nameScore(store.doc, name, { [part]: value }), _("Changed a score"), { group: `score:${name}:${part}` });
  return html`
    ${wordingFields(`score-label-${name}`, _("What is it called?"), words?.label, store.doc.languages, { change: put("label") })}
    ${wordingFields(`score-unit-${name}`, _("Unit"), words?.unit, store.doc.languages, { change: put("unit") })}
    ${checkField(`score-shown-${name}`, _("Show it where the form is read"), words?.shown, { help: _("To everybody who may read the answers it is made of."), change: put("shown") })}`;
}

function fields(store, id, made, possible, set) {
  const way = possible.find((each) => each.way === made.way);
  const rows = itemOf(store.doc, made.from)?.rows?.length;
  return html`
    ${selectField(`way-${id}`, _("How"), possible.map((each) => ({ value: each.way, label: each.label })), made.way, { change: (value) => value && set({ way: value, from: possible.find((each) => each.way === value).from[0] }) })}
    ${selectField(`from-${id}`, _("Of what"), (way?.from ?? []).map((value) => ({ value, label: sourceTitle(store.doc, value, store.lang) })), made.from, { change: (from) => from && set({ from }) })}
    ${made.way === "middle" || made.way === "average" ? numberField(`least-${id}`, _("Only when this many rows were judged"), made.least ?? 1, { min: 1, max: rows ?? 100, change: (least) => set({ least: least ?? 1 }) }) : nothing}
    ${made.way === "cut" ? numberField(`cut-${id}`, _("Cut score"), made.cut, { step: "any", change: (cut) => set({ cut: cut ?? 0 }) }) : nothing}`;
}

function adding(store, possible) {
  const made = store.newScore ?? { way: possible[0].way, from: possible[0].from[0], least: 1, cut: 0, title: "" };
  const set = (changed) => store.set({ newScore: { ...made, ...changed } });
  const add = () => {
    const [doc] = addScore(store.doc, made.title || possible.find((each) => each.way === made.way).label, made, store.lang);
    store.newScore = undefined;
    store.apply(doc, _("Added a score"), { say: _("A score was added.") });
  };
  return html`<section class="score score--new"><h3 class="panel__sub">${_("A new score")}</h3>
    ${textField("score-title", _("What is it called?"), made.title, { input: (title) => set({ title }) })}
    ${fields(store, "new", made, possible, set)}
    ${button(_("Add this score"), add, { icon: "plus" })}</section>`;
}
