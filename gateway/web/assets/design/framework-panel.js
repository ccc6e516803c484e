/* The panel beside the outline: one outcome, or the framework as a whole. */
import { numberField, selectField, textField } from "./fields.js";
import { kindWords } from "./framework-tree.js";
import { lineageOf, mapsOf, outcomeOf, parts, relate, renew, change, titleOf } from "./tree.js";
import { button, html, nothing } from "./part.js";
import { takingAway } from "./removing.js";
import { _ } from "./words.js";
import { wordingFields } from "./wording-fields.js";

export const tabWords = () => ({ content: _("Content"), levels: _("Levels"), parts: _("Parts"), compare: _("Compare") });

export const alikeWords = () => ({
  same: _("is the same as"),
  broader: _("is broader than"),
  narrower: _("is narrower than"),
  related: _("has to do with"),
});

/** The panel of an outcome. `desk` is the editor. */
export function outcomePanel(desk, code) {
  const one = outcomeOf(desk.doc, code);
  const names = ["content", "levels", ...(one.kind === "epa" ? ["parts"] : []), "compare"];
  const tab = names.includes(desk.tab) ? desk.tab : "content";
  const bodies = { content: contentOf, levels: levelsOf, parts: partsOf, compare: compareOf };
  return html`<h2 class="desk__title">${desk.words(titleOf(one)) || _("New outcome")}</h2>
    <div class="desk-tabs" role="tablist" aria-label=${_("The selected outcome")}>${names.map(
      (name) => html`<button type="button" role="tab" id="tab-${name}" class="desk-tab" aria-selected=${name === tab} aria-controls="desk-body" tabindex=${name === tab ? 0 : -1}
        @click=${() => desk.set({ tab: name })} @keydown=${(event) => onTabKey(desk, event, names, tab)}>${tabWords()[name]}</button>`,
    )}</div>
    <div class="desk-body stack" role="tabpanel" id="desk-body" aria-labelledby="tab-${tab}">${bodies[tab](desk, one, code)}</div>`;
}

function onTabKey(desk, event, names, tab) {
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!by) return;
  event.preventDefault();
  const next = names[(names.indexOf(tab) + by + names.length) % names.length];
  desk.set({ tab: next });
  void desk.updateComplete.then(() => desk.querySelector(`#tab-${next}`).focus());
}

const put = (desk, code, what, group) => (members) => desk.apply(change(desk.doc, code, members), what, { group: group && `${group}-${code}` });

function contentOf(desk, one, code) {
  const say = put(desk, code, _("Change"), "content");
  const options = Object.entries(kindWords()).map(([value, label]) => ({ value, label }));
  return html`${wordingFields("title", _("Title"), titleOf(one), desk.languages, {
      rows: 2, change: (title, lang) => put(desk, code, _("Write"), `title-${lang}`)({ title: title ?? {}, label: undefined }),
    })}
    ${textField("number", _("Code, as people write it"), one.number, { max: 40, input: (text) => say({ number: text.trim() ? text : undefined }), help: _("For example 1.2 or EPA 3.") })}
    ${selectField("kind", _("What it is"), options, one.kind ?? "competency", { change: (kind) => setKind(desk, code, one, kind) })}
    ${one.kind === "own" ? wordingFields("unit", _("What do you call it?"), one.unit, desk.languages, { change: (unit) => say({ unit }) }) : nothing}
    ${wordingFields("description", _("Description"), one.description, desk.languages, {
      rows: 3, change: (description, lang) => put(desk, code, _("Write"), `description-${lang}`)({ description }),
    })}
    ${desk.published ? meaningOf(desk, one, code) : nothing}`;
}

function setKind(desk, code, one, kind) {
  const members = { kind, unit: kind === "own" ? (one.unit ?? {}) : undefined, epa: kind === "epa" ? one.epa : undefined };
  if (kind === "own" && !Object.keys(members.unit).length) members.unit = { [desk.lang]: _("Theme") };
  put(desk, code, _("Change what it is"))(members);
}

/** The same meaning keeps its line in charts; a new meaning begins one. */
function meaningOf(desk, one, code) {
  const isNew = lineageOf(desk.doc, one) === `${desk.doc.key}/${code}.${desk.doc.version ?? "new"}`;
  return html`<label class="desk-check" for="new-meaning"><input type="checkbox" id="new-meaning" .checked=${isNew}
      @change=${(event) => desk.apply(renew(desk.doc, code, event.target.checked, desk.beginning.get(code)), _("Change the meaning"))}>
    <span>${_("It means something else than in the version before, so charts begin a new line")}</span></label>`;
}

function levelsOf(desk, one, code) {
  const used = Object.keys(one.descriptors ?? {});
  const rest = desk.beside.scales.filter((scale) => !used.includes(scale.name));
  return html`<section class="stack"><h3>${_("What each level looks like")}</h3>
      ${used.map((name) => descriptorsOf(desk, one, code, name))}
      ${selectField("new-scale", used.length ? _("Describe another scale") : _("Describe the levels of"), rest.map((scale) => ({ value: name(scale), label: scale.title })), undefined, {
        change: (value) => value && put(desk, code, _("Add a scale"))({ descriptors: { ...one.descriptors, [value]: {} } }),
      })}</section>
    ${expectedOf(desk, one, code)}`;
}

const name = (known) => known.name;

function descriptorsOf(desk, one, code, scale) {
  const levels = desk.lookUp("scale", scale)?.levels ?? [];
  const write = (value) => (words) => {
    const texts = { ...one.descriptors[scale], [value]: words };
    if (!words) delete texts[value];
    put(desk, code, _("Write"), `level-${scale}-${value}`)({ descriptors: { ...one.descriptors, [scale]: texts } });
  };
  const take = () => {
    const { [scale]: gone, ...kept } = one.descriptors;
    put(desk, code, _("Take the scale away"))({ descriptors: Object.keys(kept).length ? kept : undefined });
    return gone;
  };
  return html`<div class="desk-box stack"><p class="desk-box__head"><strong>${desk.titleOf("scales", scale)}</strong> ${button(_("Take away"), (event) => takingAway(event, take, { otherwise: "#new-scale" }), { icon: "x", kind: "quiet", short: true, name: "take-scale" })}</p>
    ${levels.map((level) => wordingFields(`level-${scale}-${level.value}`, level.label, one.descriptors[scale][level.value], desk.languages, { rows: 2, change: write(level.value) }))}</div>`;
}

function expectedOf(desk, one, code) {
  const phases = desk.doc.phases ?? [];
  const given = one.expected ?? [];
  const put_ = (expected) => put(desk, code, _("Change the expected level"))({ expected: expected.length ? expected : undefined });
  const row = (level, place) => {
    const steps = desk.lookUp("scale", level.scale)?.levels ?? [];
    const set = (members) => put_(given.map((each, at) => (at === place ? { ...each, ...members } : each)));
    return html`<div class="expected-row">
      ${selectField(`phase-${place}`, _("In"), phases.map((phase) => ({ value: phase.key, label: desk.words(phase.title) })), level.phase, { change: (phase) => set({ phase }) })}
      ${selectField(`expected-${place}`, desk.titleOf("scales", level.scale), steps.map((step) => ({ value: step.value, label: `${step.value}. ${step.label}` })), level.level, { change: (value) => set({ level: value }) })}
      ${button(_("Take away"), (event) => takingAway(event, () => put_(given.filter((each, at) => at !== place)), { otherwise: '[data-do="add-expected"]' }), { icon: "x", kind: "quiet", short: true, name: "take-expected" })}</div>`;
  };
  return html`<section class="stack"><h3>${_("Expected level per phase")}</h3>
    ${given.map(row)}
    ${phases.length ? addExpected(desk, one, given, put_) : html`<p class="soft small">${_("Name the phases of the framework first.")} ${button(_("To the framework"), () => desk.select(null), { kind: "quiet" })}</p>`}</section>`;
}

function addExpected(desk, one, given, put_) {
  const { scales } = desk.beside;
  const like = desk.levelScale ?? given.at(-1)?.scale ?? Object.keys(one.descriptors ?? {})[0] ?? scales[0]?.name;
  const used = new Set(given.map((each) => each.phase));
  const phase = desk.doc.phases.find((each) => !used.has(each.key)) ?? desk.doc.phases[0];
  const add = () => put_([...given, { phase: phase.key, scale: like, level: desk.lookUp("scale", like)?.levels[0]?.value ?? 1 }]);
  return html`<div class="add-row">${selectField("level-scale", _("On which scale?"), scales.map((each) => ({ value: each.name, label: each.title })), like, { change: (value) => value && desk.set({ levelScale: value }) })}
    ${button(_("Add a phase and level"), add, { icon: "plus", disabled: !like || !desk.lookUp("scale", like), name: "add-expected" })}</div>`;
}

export const partWords = () => ({
  title: _("Title"),
  specification: _("Specification and limitations"),
  risks: _("Risks when it goes wrong"),
  competencies: _("Competencies"),
  requires: _("Knowledge, skills, attitude, experience"),
  evidence: _("Sources for progress and for entrustment"),
  expected: _("Expected level per phase"),
  expires: _("When it expires without practice"),
});

function partsOf(desk, one, code) {
  const filled = parts(one);
  const epa = one.epa ?? {};
  const write = (part, extra = "") => (words, lang) => {
    const now = { ...epa, [part]: words };
    if (words === undefined) delete now[part];
    put(desk, code, _("Write"), `${part}-${lang ?? extra}`)({ epa: Object.keys(now).length ? now : undefined });
  };
  const long = (part, label, help) => wordingFields(`epa-${part}`, label, epa[part], desk.languages, { rows: 3, help, change: write(part) });
  return html`<ol class="part-list">${Object.entries(partWords()).map(
      ([key, label]) => html`<li class=${filled[key] ? "is-filled" : ""}>${label}<span class="visually-hidden">: ${filled[key] ? _("given") : _("still empty")}</span></li>`,
    )}</ol>
    ${long("specification", _("What belongs to it"))}
    ${long("limitations", _("What does not belong to it"))}
    ${long("risks", _("Risks when it goes wrong"))}
    ${competenciesOf(desk, epa, write("competencies", "list"))}
    ${long("requires", _("Knowledge, skills, attitude, experience"))}
    ${long("evidence", _("Sources for progress and for entrustment"))}
    ${numberField("expires", _("Expires after so long without practice"), epa.expires_months, { min: 1, max: 240, unit: _("months"), change: (value) => write("expires_months", "number")(value) })}
    <p class="soft small">${_("The expected level per phase is on the Levels tab.")}</p>`;
}

function competenciesOf(desk, epa, write) {
  const given = epa.competencies ?? [];
  const groups = desk.tiedFrameworks().map(({ reference, title }) => ({
    label: title,
    options: (desk.lookUp("framework", reference)?.outcomes ?? []).map((one) => ({ value: `${reference}/${one.code}`, label: one.title })),
  }));
  const own = desk.doc.outcomes.filter((one) => one.kind !== "epa").map((one) => ({ value: one.key ?? one.code, label: desk.words(titleOf(one)) }));
  const options = [...(own.length ? [{ label: _("This framework"), options: own }] : []), ...groups.filter((group) => group.options.length)];
  const named = (tied) => options.flatMap((group) => group.options).find((option) => option.value === tied)?.label ?? desk.tiedTitle(tied);
  const kept = (list) => write(list.length ? list : undefined);
  return html`<section class="stack"><h3>${_("Competencies it asks for most")}</h3>
    ${given.length ? html`<ul class="chips">${given.map((tied) => html`<li class="chip">${named(tied)} ${button(_("Take away {name}", { name: named(tied) }), (event) => takingAway(event, () => kept(given.filter((one) => one !== tied)), { otherwise: "#tie, #tie-framework" }), { icon: "x", kind: "quiet", short: true, name: "take-competency" })}</li>`)}</ul>` : nothing}
    ${selectField("tie-framework", _("From which framework?"), desk.beside.frameworks.map((one) => ({ value: one.name, label: one.title })), desk.tieFrom, { empty: _("Choose"), change: (value) => desk.tie(value) })}
    ${options.length ? selectField("tie", _("Add a competency"), options.map((group) => ({ ...group, options: group.options.filter((one) => !given.includes(one.value)) })), undefined, { change: (value) => value && kept([...given, value]) }) : nothing}</section>`;
}

function compareOf(desk, one, code) {
  const others = desk.beside.frameworks;
  const names = [...new Set([...(desk.doc.crosswalks ?? []).map((each) => each.to), ...others.map((each) => each.name)])];
  const chosen = desk.compareWith ?? desk.doc.crosswalks?.[0]?.to;
  const outcomes = chosen ? (desk.lookUp("framework", chosen)?.outcomes ?? []) : [];
  const given = chosen ? mapsOf(desk.doc, chosen, code) : [];
  const titled = (to) => outcomes.find((each) => each.code === to)?.title ?? "";
  const say = (to, as) => desk.apply(relate(desk.doc, chosen, code, to, as), _("Compare"));
  const alike = Object.entries(alikeWords()).map(([value, label]) => ({ value, label }));
  return html`<p class="soft small">${_("How this outcome relates to those of another framework or of an older version. Nothing is counted together by it.")}</p>
    ${selectField("compare-with", _("Compare with"), names.map((value) => ({ value, label: desk.titleOf("frameworks", value) })), chosen, { change: (value) => desk.set({ compareWith: value }) })}
    ${given.map((map, place) => html`<div class="expected-row">
      ${selectField(`as-${place}`, desk.words(titleOf(one)), alike, map.as, { change: (as) => as && say(map.to, as) })}
      <p class="expected-row__words">${titled(map.to)}</p>
      ${button(_("Take away"), (event) => takingAway(event, () => say(map.to, null), { otherwise: "#compare-to" }), { icon: "x", kind: "quiet", short: true, name: "take-comparison" })}</div>`)}
    ${chosen ? selectField("compare-to", _("Add an outcome of theirs"), outcomes.filter((each) => !given.some((map) => map.to === each.code)).map((each) => ({ value: each.code, label: [each.number, each.title].filter(Boolean).join(" ") })), undefined, { change: (to) => to && say(to, "same") }) : nothing}`;
}
