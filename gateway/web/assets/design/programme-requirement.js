/* A requirement as a sentence that is put together: how many of what, how often, when, by whom, how well. */
import { checkField, checksField, fold, numberField, selectField } from "./fields.js";
import { html, nothing } from "./part.js";
import { all, countBesides, countFirst, formsOf, levelOn, phasesOf } from "./programme-document.js";
import { formOptions, put, titleField } from "./programme-panel.js";
import { formTitle, periods, ratingOf, ratingTitle, ratingsOf, scaleTitle, sentence } from "./programme-sentences.js";
import { _, wordsOf } from "./words.js";

export function requirementPanel(store, one) {
  const set = (members) => put(store, "requirement", one.key, members);
  const number = (id, label, name, options = {}) => numberField(id, label, one[name], { min: 1, max: 10000, ...options, change: (value) => set({ [name]: value }) });
  return html`
    <p class="requirement-sentence" role="status">${sentence(store.doc, one, store.library, store.lang)}</p>
    <div class="sentence-fields">
      ${number("requirement-count", one.hours ? _("At least so many hours") : _("At least"), "count")}
      ${what(store, one, set)}
      ${one.registration ? checkField("requirement-hours", _("Count hours instead of how often"), one.hours, { change: (hours) => set({ hours: hours || undefined }) }) : nothing}
      ${selectField("requirement-per", _("How often"), periods(), one.per ?? (phasesOf(one).length ? "phase" : "programme"), { change: (per) => set({ per }) })}
      ${checksField("requirement-phases", _("In which phases"), all(store.doc, "phase").map((phase) => ({ value: phase.key, label: store.words(phase.title) })), phasesOf(one), {
        change: (phases) => set({ phases: phases.length ? phases : undefined }),
        help: _("None ticked: in all of them."),
      })}
    </div>
    ${level(store, one, set)}
    ${fold(_("By whom, where and when"), html`
      ${number("requirement-assessors", _("By at least so many different people"), "assessors")}
      ${number("requirement-roles", _("Of at least so many kinds"), "assessor_roles", { help: _("Such as trainer, nurse, specialist.") })}
      ${number("requirement-contexts", _("In at least so many places"), "contexts")}
      ${number("requirement-months", _("In at least so many different months"), "months")}
      ${most(one, set)}
    `, { open: Boolean(one.assessors || one.assessor_roles || one.contexts || one.months || one.at_most), desk: false })}
    ${fold(_("Name and grace"), html`
      ${titleField(store, "requirement", one, { label: _("Name, when it should have another one than the form") })}
      ${numberField("requirement-grace", _("Days of grace before somebody is behind"), one.grace_days, { min: 0, max: 365, change: (days) => set({ grace_days: days }) })}
    `, { desk: false })}`;
}

/** Forms of the dossiers, or a kind of registration. A form that no dossier keeps stays where it is named. */
function what(store, one, set) {
  const kept = new Set(all(store.doc, "dossier").flatMap((dossier) => dossier.forms));
  const forms = formOptions(store).filter(({ value }) => kept.has(value));
  for (const key of formsOf(one)) if (!forms.some(({ value }) => value === key)) forms.push({ value: key, label: formTitle(store.library, key) });
  const kinds = (store.library.registrations ?? []).map((each) => ({ value: `registration:${each.key}`, label: each.title }));
  const [first, ...besides] = formsOf(one);
  const read = (given) => {
    const key = (given ?? "").split(":")[1];
    if (key) set({ registration: key, form: store.library.registrations.find((each) => each.key === key).form, forms: undefined });
    else set(countFirst(one, given));
  };
  const options = [{ label: _("Forms in the dossiers"), options: forms }, ...(kinds.length ? [{ label: _("Approved registrations"), options: kinds }] : [])];
  const others = forms.filter(({ value }) => value !== first);
  return html`${selectField("requirement-what", _("Of what"), options, one.registration ? `registration:${one.registration}` : first, { change: read })}
    ${first && !one.registration && others.length ? fold(_("Other forms that count as well"), checksField("requirement-besides", _("Each of them counts like the first"), others, besides, { change: (keys) => set(countBesides(one, keys)) }), { open: besides.length > 0, desk: false }) : nothing}`;
}

/** A level means something on one version of one scale: both are chosen together. */
function level(store, one, set) {
  const scales = store.library.scales ?? [];
  const chosen = scales.find((scale) => scale.name === one.level?.scale);
  const put = (members) => {
    const changed = { ...one.level, ...members };
    set({ level: Object.fromEntries(Object.entries(changed).filter(([, value]) => value !== undefined)) });
  };
  const start = (name) => {
    const scale = scales.find((each) => each.name === name);
    set({ level: scale ? levelOn(scale, one.level) : undefined });
  };
  const others = scales.filter((scale) => scale !== chosen && scale.key === chosen?.key);
  return html`${selectField("requirement-scale", _("With a level on which scale"), named(given(scales, store.library, one), one.level, store.library), one.level?.scale, { change: start, empty: _("Any level counts") })}
    ${one.level ? rating(store, one, put) : nothing}
    ${chosen ? html`${least(store, chosen, one.level, put)}
      ${others.length ? checksField("requirement-same", _("Versions that mean the same"), others.map((scale) => ({ value: scale.name, label: scale.title })), one.level.same_as ?? [], {
        change: (names) => put({ same_as: names.length ? names : undefined }),
        help: _("Ratings on other versions never count, unless they are ticked here."),
      }) : nothing}` : nothing}`;
}

/** Only what its forms give; all of them while no form is chosen, or where a form does not tell. */
export function given(scales, library, one) {
  const names = ratingsOf(library, one).map(({ scale }) => scale);
  const own = scales.filter(({ name }) => names.includes(name));
  return own.length ? own : scales;
}

/** The scales to choose from, with the one that is named also where it is gone. */
function named(scales, level, library) {
  const options = scales.map((scale) => ({ value: scale.name, label: scale.title }));
  const isThere = !level?.scale || options.some(({ value }) => value === level.scale);
  return isThere ? options : [...options, { value: level.scale, label: scaleTitle(library, level.scale) }];
}

/** Of several ratings on this scale one may be meant; one that is no longer asked stays until another is chosen. */
function rating(store, one, put) {
  const { scale, same_as: alike = [], item } = one.level;
  const options = ratingsOf(store.library, one).filter((each) => [scale, ...alike].includes(each.scale)).map((each) => ({ value: each.item, label: ratingTitle(each) }));
  if (item && !options.some(({ value }) => value === item)) options.push({ value: item, label: ratingTitle(ratingOf(store.library, one)) });
  if (!item && options.length < 2) return nothing;
  return selectField("requirement-item", _("At which rating"), options, item, { change: (chosen) => put({ item: chosen }), empty: _("At all ratings on this scale") });
}

/** One of its levels or few steps; of a fine scale a number, so that nobody scrolls through a hundred. */
function least(store, scale, { min }, put) {
  const change = (chosen) => put({ min: chosen });
  if (!scale.levels.length) return numberField("requirement-level", _("At least"), min, { min: scale.min, max: scale.max, change, help: _("From {low} to {high}.", { low: scale.min, high: scale.max }) });
  return selectField("requirement-level", _("At least"), scale.levels.map((each) => ({ value: each.value, label: wordsOf(each.label, store.lang) })), min, { change });
}

function most(one, set) {
  const options = [{ value: "week", label: _("a week") }, { value: "month", label: _("a month") }];
  return html`${numberField("requirement-most", _("Count at most"), one.at_most?.count, { min: 1, max: 100, change: (count) => set({ at_most: count ? { count, per: one.at_most?.per ?? "week" } : undefined }) })}
    ${one.at_most ? selectField("requirement-most-per", _("In"), options, one.at_most.per, { change: (per) => set({ at_most: { ...one.at_most, per } }) }) : nothing}`;
}
