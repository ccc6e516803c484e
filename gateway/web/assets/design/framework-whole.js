/* The panel of the framework as a whole: its title, languages, phases, version, and what a change touches. */
import { numberField, selectField } from "./fields.js";
import { assign, edit } from "./tree.js";
import { button, html, nothing } from "./part.js";
import { takingAway } from "./removing.js";
import { throwAway } from "./throwing-away.js";
import { slug } from "./tree.js";
import { _, languageName } from "./words.js";
import { wordingFields } from "./wording-fields.js";

export function wholePanel(desk) {
  const { doc } = desk;
  const put = (what, group) => (members) => desk.apply(edit(doc, (copy) => assign(copy, members)), what, { group });
  return html`<h2 class="desk__title">${_("The framework")}</h2><div class="stack">
    ${wordingFields("whole-title", _("Title"), doc.title, desk.languages, { change: (title, lang) => put(_("Write"), `title-${lang}`)({ title: title ?? {} }) })}
    ${wordingFields("whole-description", _("Description"), doc.description, desk.languages, { rows: 3, change: (description, lang) => put(_("Write"), `about-${lang}`)({ description }) })}
    ${wordingFields("whole-source", _("Where it comes from"), doc.source, desk.languages, { rows: 2, change: (source, lang) => put(_("Write"), `source-${lang}`)({ source }) })}
    ${outlineIn(desk)}
    ${phasesOf(desk, put)}
    <section class="stack"><h3>${_("Version and effect")}</h3>
      ${numberField("version", _("Version"), doc.version, { min: 1, max: 100000, help: _("A year or a number. A published version never changes; a change gets a new one."), change: (version) => put(_("Change the version"))({ version }) })}
      ${desk.effect()}</section>
    ${throwAway(desk)}</div>`;
}

/** Languages are added and taken away under Translate. */
function outlineIn(desk) {
  const given = desk.languages;
  if (given.length < 2) return nothing;
  return selectField("lang", _("Write the outline in"), given.map((code) => ({ value: code, label: languageName(code) })), desk.lang, { change: (lang) => lang && desk.set({ lang }) });
}

function phasesOf(desk, put) {
  const phases = desk.doc.phases ?? [];
  const keep = (list, what, group) => put(what, group)({ phases: list.length ? list : undefined });
  const change = (key, title, lang) => keep(phases.map((one) => (one.key === key ? { ...one, title: title ?? {} } : one)), _("Write"), `phase-${key}-${lang}`);
  const add = () => {
    const title = _("Phase {n}", { n: phases.length + 1 });
    const key = slug(title, new Set(phases.map((one) => one.key)));
    keep([...phases, { key, title: { [desk.languages[0]]: title } }], _("Add a phase"));
  };
  const take = (key) =>
    desk.apply(
      edit(desk.doc, (copy) => {
        const kept = phases.filter((one) => one.key !== key);
        assign(copy, { phases: kept.length ? kept : undefined });
        for (const one of copy.outcomes) {
          const expected = (one.expected ?? []).filter((level) => level.phase !== key);
          assign(one, { expected: expected.length ? expected : undefined });
        }
      }),
      _("Take a phase away"),
    );
  return html`<section class="stack"><h3>${_("Phases")}</h3><p class="soft small">${_("For the level that is expected in each of them.")}</p>
    ${phases.map((phase, place) => html`<div class="desk-box">
      ${wordingFields(`phase-${phase.key}`, _("Phase {n}", { n: place + 1 }), phase.title, desk.languages, { change: (title, lang) => change(phase.key, title, lang) })}
      ${button(_("Take away"), (event) => takingAway(event, () => take(phase.key), { otherwise: '[data-do="add-phase"]' }), { icon: "x", kind: "quiet", name: "take-phase" })}</div>`)}
    <div>${button(_("Add a phase"), add, { icon: "plus", name: "add-phase" })}</div></section>`;
}
