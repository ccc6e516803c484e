/* A sum of terms in the panel: what each is, and what is done with it. */
import { numberField, selectField } from "./fields.js";
import { button, html, nothing } from "./part.js";
import { pathOptions } from "./rule-words.js";
import { beginOf, beginTerm, termSources } from "./scores.js";
import { _ } from "./words.js";

const SIGNS = () => [
  { value: "add", label: _("plus") }, { value: "sub", label: _("minus") }, { value: "mul", label: _("times") }, { value: "div", label: _("divided by") },
];

const KINDS = () => [
  { value: "value", label: _("An answer or score") }, { value: "number", label: _("A fixed number") },
  { value: "median", label: _("The middle") }, { value: "mean", label: _("The average") }, { value: "min", label: _("The lowest") },
  { value: "max", label: _("The highest") }, { value: "sum", label: _("All of it together") }, { value: "count", label: _("The number of answers") },
  { value: "days", label: _("The number of days from one date until another") },
];

/** `possible`: the ways of the score, with what its terms can be about. */
export function termsFields(store, id, made, possible, set) {
  const { terms } = made;
  const swap = (place, term) => set({ terms: terms.map((one, number) => (number === place ? term : one)) });
  const drop = (place) => set({ terms: terms.filter((_one, number) => number !== place) });
  return html`<p class="field__help">${_("Worked out from left to right. When an answer is missing that has no other value, there is no score.")}</p>
    ${terms.map((term, place) => html`<div class="group-line" role="group" aria-label=${_("Term {n}", { n: place + 1 })}>
      ${place > 0 ? selectField(`term-${id}-${place}-sign`, _("What is done with it"), SIGNS(), term.sign, { change: (sign) => sign && swap(place, { ...term, sign }) }) : nothing}
      ${termFields(store, `term-${id}-${place}`, term, (changed) => swap(place, { sign: term.sign, ...changed }), possible)}
      ${terms.length > 1 ? button(_("Remove: {what}", { what: _("Term {n}", { n: place + 1 }) }), () => drop(place), { icon: "x", short: true, kind: "quiet" }) : nothing}</div>`)}
    ${button(_("Add a term"), () => set({ terms: [...terms, { sign: "add", ...beginTerm(possible) }] }), { icon: "plus", kind: "quiet" })}
    ${selectField(`digits-${id}`, _("Rounded"), ROUNDED(), made.digits, { empty: _("Not rounded"), change: (digits) => set({ digits }) })}`;
}

const ROUNDED = () => [
  { value: 0, label: _("To a whole number") }, ...[1, 2, 3, 4, 5, 6].map((value) => ({ value, label: _("Digits after the point: {n}", { n: value }) })),
];

function termFields(store, id, term, set, possible) {
  const paths = (of) => termSources(possible, of);
  const kinds = KINDS().filter(({ value }) => value === "number" || paths(value).length);
  const kind = selectField(`${id}-of`, _("What is it?"), kinds, term.of, { change: (of) => of && set(beginOf(possible, of)) });
  const { sign: _sign, ...given } = term;
  return html`${kind}${(FIELDS[term.of] ?? ofSeveral)(id, given, set, pathOptions(store.doc, paths(term.of), store.lang))}`;
}

const FIELDS = {
  number: (id, term, set) => numberField(`${id}-number`, _("Number"), term.number, { step: "any", change: (number) => set({ ...term, number: number ?? 0 }) }),
  value: (id, { of, from, empty }, set, options) => html`${pathField(`${id}-from`, _("Of what"), options, from, (path) => set({ of, from: path, empty }))}
    ${numberField(`${id}-empty`, _("When it is not answered, it counts as"), empty, { step: "any", change: (number) => set({ of, from, ...(number === undefined ? {} : { empty: number }) }) })}`,
  days: (id, term, set, options) => html`${pathField(`${id}-from`, _("From which day"), options, term.from, (from) => set({ ...term, from }))}
    ${pathField(`${id}-until`, _("Until which day"), options, term.until, (until) => set({ ...term, until }))}`,
  count: (id, term, set, options) => pathField(`${id}-from`, _("Of what"), options, term.from, (from) => set({ ...term, from })),
};

const pathField = (id, label, options, path, set) => selectField(id, label, options, path, { change: (chosen) => chosen && set(chosen) });

const ofSeveral = (id, term, set, options) => html`${pathField(`${id}-from`, _("Of what"), options, term.from, (from) => set({ ...term, from }))}
  ${numberField(`${id}-least`, _("Only when there are at least this many answers"), term.least ?? 1, { min: 1, max: 100, change: (least) => set({ ...term, least: least ?? 1 }) })}`;
