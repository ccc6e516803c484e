/* One thing that comes out: at which step, when, and what goes along, in pickers and sentences. */
import { drop } from "./emissions-panel.js";
import { fieldOf } from "./emission-fields.js";
import { KNOWN, changeEmission, coded, continueWith, earlierOnes, factsFor, textsFor, withMember } from "./emissions.js";
import { emissionTitle, fieldWord, kindOf, textWord } from "./emission-words.js";
import { itemOf, walk } from "./document.js";
import { checksField, fold, radioField, selectField } from "./fields.js";
import { unique } from "./naming.js";
import { links } from "./outcomes-tab.js";
import { button, html, icon, nothing } from "./part.js";
import { ruleField } from "./rules-tab.js";
import { scaleTitle } from "./scales.js";
import { peopleChoice, stepsChoice } from "./step-changes.js";
import { listOf } from "./steps.js";
import { _, wordsOf } from "./words.js";

export function emissionPanel(store) {
  const place = store.selected.key;
  const one = store.doc.emit[place];
  const [, picture, word] = kindOf(one.kind);
  const put = (members) => store.apply(changeEmission(store.doc, place, members), _("Changed {what}", { what: word }), { group: `emission:${place}:${Object.keys(members).join()}` });
  return html`<div class="panel__head">${icon(picture)}<h2 class="panel__title">${word}</h2></div>
    <div class="panel__body">
      ${button(_("All that comes out"), () => store.select("emissions"), { icon: "chevron-left", kind: "quiet" })}
      <div class="stack desk-only">
        ${selectField("emission-at", _("At which step does it come out?"), stepsChoice(store, store.doc.stages), one.at, { help: _("When that step was sent, or when its answers open."), change: (at) => at && put({ at }) })}
        ${ruleField(store, "emission", _("When does it come out?"), one.when, { always: _("Always"), only: _("Only when …"), set: (when) => put({ when }) })}
        ${one.kind === "point" ? valueFields(store, one, put) : nothing}
        ${KNOWN[one.kind].fields.map((name) => fieldOf(store, one, name, put))}
        ${textFields(store, one, put)}
        ${["flag", "decision"].includes(one.kind) ? fold(_("On a scale"), valueFields(store, one, put), { open: one.value !== undefined }) : nothing}
        ${fold(_("Linked to outcomes"), links(store, "emission", listOf(one.outcomes), (outcomes, doc) => store.apply(changeEmission(doc, place, { outcomes }), _("Changed links to outcomes"))), { open: one.kind === "point" })}
        ${fold(_("More that goes along"), others(store, one, put))}
        ${fold(_("How often, and for whom"), around(store, one, place, put))}
        <div class="button-row">${button(_("Remove this"), () => drop(store, place, emissionTitle(store, one)), { icon: "trash-2", kind: "danger" })}</div>
      </div>
    </div>`;
}

/** A number and the scale it stands on; the scale of a question comes along with it. */
function valueFields(store, one, put) {
  const facts = factsFor(store.doc, one, store.lang).filter((fact) => fact.kind === "level" || fact.kind === "number");
  const options = facts.map((fact) => ({ value: fact.path, label: fact.label }));
  const scales = Object.entries(store.doc.scales ?? {}).map(([value, scale]) => ({ value, label: scaleTitle(value, scale, (map) => wordsOf(map, store.lang)) }));
  const own = one.value !== undefined && one.value?.get === undefined;
  const pick = (path) => put({ value: path && { get: path }, scale: path ? (itemOf(store.doc, path.split(".")[0])?.scale ?? one.scale) : undefined });
  return html`${selectField("emission-value", _("Which number?"), options, one.value?.get, { empty: own ? _("A rule of its own") : _("None"), change: pick })}
    ${selectField("emission-scale", _("On which scale?"), scales, one.scale, { empty: _("None"), change: (scale) => put({ scale }) })}`;
}

function textFields(store, one, put) {
  const options = textsFor(store.doc, one).map((item) => ({ value: item.key, label: store.words(item.label) || _("A question without words") }));
  const known = KNOWN[one.kind].texts;
  const set = (name) => (key) => put(withMember(one, "texts", name, key));
  const chosen = Object.entries(one.texts ?? {}).filter(([name]) => !known.includes(name)).map(([, key]) => key);
  return html`${known.map((name) => selectField(`emission-text-${name}`, textWord(one.kind, name), options, one.texts?.[name], { empty: _("Nothing"), change: set(name) }))}
    ${one.kind === "narrative" ? checksField("emission-texts", _("Which texts?"), options, chosen, { change: (keys) => put(otherTexts(one, known, keys)) }) : nothing}`;
}

/** Texts without a name of their own are named after their question. */
function otherTexts(one, known, keys) {
  const before = Object.entries(one.texts ?? {});
  const kept = before.filter(([name, key]) => known.includes(name) || keys.includes(key));
  const added = keys.filter((key) => !kept.some(([name, there]) => there === key && !known.includes(name)));
  const taken = new Set([...known, ...kept.map(([name]) => name)]);
  const all = [...kept, ...added.map((key) => [unique(key, taken), key])];
  return { texts: all.length ? Object.fromEntries(all) : undefined };
}

/** Facts and texts the portfolio has no name for; they go along as they are. */
function others(store, one, put) {
  const { fields, texts } = KNOWN[one.kind];
  const facts = coded(factsFor(store.doc, one, store.lang));
  const options = facts.map((fact) => ({ value: fact.path, label: fact.label }));
  const extra = Object.entries(one.fields ?? {}).filter(([name]) => !fields.includes(name));
  const plain = extra.filter(([, rule]) => facts.some((fact) => fact.path === rule?.get));
  const change = (paths) => put(otherFacts(one, plain, paths, fields));
  const written = Object.entries(one.texts ?? {}).filter(([name]) => !texts.includes(name)).map(([, key]) => key);
  const words = textsFor(store.doc, one).map((item) => ({ value: item.key, label: store.words(item.label) }));
  return html`${options.length ? checksField("emission-facts", _("Answers that go along"), options, plain.map(([, rule]) => rule.get), { help: _("Numbers, days and choices. What people wrote goes along as a text."), change }) : nothing}
    ${extra.filter((entry) => !plain.includes(entry)).map(([name, rule]) => html`<div class="member__line"><span class="grow">${fieldWord(one.kind, name)}: ${typeof rule === "object" ? _("a rule of its own") : String(rule)}</span>
      ${button(_("Remove: {what}", { what: fieldWord(one.kind, name) }), () => put(withMember(one, "fields", name)), { icon: "trash-2", short: true, kind: "quiet" })}</div>`)}
    ${one.kind === "narrative" || words.length === 0 ? nothing : checksField("emission-more-texts", _("Texts that go along"), words, written, { change: (keys) => put(otherTexts(one, texts, keys)) })}`;
}

function otherFacts(one, plain, paths, known) {
  const gone = plain.filter(([, rule]) => !paths.includes(rule.get)).map(([name]) => name);
  const kept = Object.entries(one.fields ?? {}).filter(([name]) => !gone.includes(name));
  const there = plain.map(([, rule]) => rule.get);
  const taken = new Set([...known, ...kept.map(([name]) => name)]);
  const added = paths.filter((path) => !there.includes(path)).map((path) => [unique(path.split(".").at(-1), taken), { get: path }]);
  const all = Object.fromEntries([...kept, ...added]);
  return { fields: Object.keys(all).length ? all : undefined };
}

const STAKES = () => [{ value: "low", label: _("Little") }, { value: "medium", label: _("Something") }, { value: "high", label: _("Much") }];

function around(store, one, place, put) {
  const lists = [...walk(store.doc)].filter(({ item }) => item.type === "repeat").map(({ item }) => ({ value: item.key, label: _("Once for each row of “{list}”", { list: store.words(item.label) }) }));
  const before = earlierOnes(store.doc, place).map((other) => ({ value: other.key, label: _("It changes “{what}”", { what: emissionTitle(store, other) }) }));
  const goesOn = before.some((option) => option.value === one.key) ? one.key : undefined;
  const all = one.see === undefined;
  return html`
    ${lists.length || one.each ? selectField("emission-each", _("How often?"), lists, one.each, { empty: _("Once"), change: (each) => put({ each, texts: undefined }) }) : nothing}
    ${before.length ? selectField("emission-continues", _("Is it new?"), before, goesOn, { empty: _("Yes, something of its own"), change: (key) => store.apply(continueWith(store.doc, place, key), _("Changed what comes out")) }) : nothing}
    ${radioField("emission-reads", _("Who may read it?"), [{ value: true, label: _("Everybody who reads the portfolio") }, { value: false, label: _("Only some of them") }], all, { change: (everybody) => put({ see: everybody ? undefined : Object.keys(store.doc.roles) }) })}
    ${all ? nothing : checksField("emission-see", _("These people"), peopleChoice(store), listOf(one.see), { change: (see) => put({ see: see.length ? see : listOf(one.see) }) })}
    ${selectField("emission-stakes", _("How much hangs on it"), STAKES(), one.stakes, { empty: _("As the step says"), change: (stakes) => put({ stakes }) })}`;
}
