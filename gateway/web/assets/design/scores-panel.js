/* Scores the form works out by itself. */
import { scoreWords } from "./conditions.js";
import { checkField, fold, numberField, selectField, textField } from "./fields.js";
import { button, html, nothing } from "./part.js";
import { pathOptions, workingWords } from "./rule-words.js";
import { branchFields, scoreSentence } from "./score-branches.js";
import { termsFields } from "./score-terms-fields.js";
import { addScore, beginWay, changeScore, nameScore, removeScore, ruleOf, wayOf, ways } from "./scores.js";
import { foundAt } from "./document.js";
import { wordingFields } from "./wording-fields.js";
import { _ } from "./words.js";

export function scoresPanel(store) {
  const scores = Object.entries(store.doc.computed ?? {});
  const possible = ways(store.doc);
  return html`<div class="panel__head"><h2 class="panel__title">${_("Scores")}</h2></div>
    <div class="panel__body">
      <p class="field__help">${_("What the form works out from the answers. Rules can ask for a score as for a question.")}</p>
      ${scores.map(([name, rule]) => one(store, name, rule))}
      ${possible.length ? adding(store, possible) : html`<p class="soft">${_("Scores are made of answers. This form asks nothing yet.")}</p>`}
    </div>`;
}

function one(store, name, rule) {
  const title = scoreWords(store.doc, name, store.lang);
  const possible = ways(store.doc, name);
  const made = wayOf(possible, rule);
  const change = (changed) => store.apply(changeScore(store.doc, name, { ...made, ...changed }), _("Changed a score"));
  return html`<section class="score"><div class="member__line"><h3 class="panel__sub grow">${title}</h3>
      ${button(_("Remove: {what}", { what: title }), () => store.apply(removeScore(store.doc, name), _("Removed {what}", { what: title })), { icon: "trash-2", short: true, kind: "quiet" })}</div>
    <p class="rule__words">${_("This is worked out: {rule}.", { rule: workingWords(store.doc, rule, store.lang) })}</p>
    ${made ? fields(store, name, made, possible, change) : html`<p class="soft">${_("It can be removed, but not changed here.")}</p>`}
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

/** `id`: the score, or "new" for one that is not there yet. */
function fields(store, id, made, possible, set) {
  const own = id === "new" ? undefined : id;
  const begin = (name) => name && set(beginWay(possible, name));
  return html`
    ${selectField(`way-${id}`, _("How"), possible.map((each) => ({ value: each.way, label: each.label })), made.way, { change: begin })}
    ${(WAYS[made.way] ?? ofSeveral)(store, id, made, possible, set, own)}`;
}

const WAYS = {
  points: (store, id, made, possible, set) => source(store, id, made, possible, set),
  percent: (store, id, made, possible, set) => source(store, id, made, possible, set),
  count: (store, id, made, possible, set) => source(store, id, made, possible, set),
  cut: (store, id, made, possible, set) => html`${source(store, id, made, possible, set)}${cutField(store, id, made, possible, set)}`,
  terms: termsFields,
  holds: (store, id, made, _possible, set, own) => scoreSentence(store, id, made, set, own),
  depends: branchFields,
};

const ofSeveral = (store, id, made, possible, set) => html`${source(store, id, made, possible, set)}
  ${numberField(`least-${id}`, _("Only when there are at least this many answers"), made.least ?? 1, { min: 1, max: mostAnswers(store.doc, made.from), change: (least) => set({ least: least ?? 1 }) })}`;

/** As many as there are rows; over a step or in a list as many as the format takes. */
const mostAnswers = (doc, from) => (from.endsWith(".*") ? foundAt(doc, from.slice(0, -2))?.item.rows?.length : undefined) ?? 100;

const source = (store, id, made, possible, set) => selectField(`from-${id}`, _("Of what"), pathOptions(store.doc, possible.find((each) => each.way === made.way)?.from ?? [], store.lang), made.from, { change: (from) => from && set({ from }) });

/** A number that is written here, or one that is answered or worked out elsewhere. */
function cutField(store, id, made, possible, set) {
  const others = possible.find((each) => each.way === "cut").from.filter((path) => path !== made.from);
  const options = [{ value: false, label: _("A fixed number") }, ...pathOptions(store.doc, others, store.lang)];
  const change = (path) => set(path === false ? { than: undefined, cut: 0 } : { than: path });
  return html`${others.length ? selectField(`than-${id}`, _("Compared with"), options, made.than ?? false, { change }) : nothing}
    ${made.than === undefined ? numberField(`cut-${id}`, _("Cut score"), made.cut, { step: "any", change: (cut) => set({ cut: cut ?? 0 }) }) : nothing}`;
}

function adding(store, possible) {
  const made = store.newScore ?? { ...beginWay(possible, possible[0].way), title: "" };
  const set = (changed) => store.set({ newScore: { ...made, ...changed } });
  const add = () => {
    const [doc] = addScore(store.doc, made.title || possible.find((each) => each.way === made.way).label, made, store.lang);
    store.newScore = undefined;
    store.apply(doc, _("Added a score"), { say: _("A score was added.") });
  };
  return html`<section class="score score--new"><h3 class="panel__sub">${_("A new score")}</h3>
    ${textField("score-title", _("What is it called?"), made.title, { input: (title) => set({ title }) })}
    ${fields(store, "new", made, possible, set)}
    <p class="rule__words">${_("This is worked out: {rule}.", { rule: workingWords(store.doc, ruleOf(made), store.lang) })}</p>
    ${button(_("Add this score"), add, { icon: "plus" })}</section>`;
}
