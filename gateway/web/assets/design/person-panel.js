/* Somebody who takes part: who it is, how many, and how they get in. */
import { checkField, checksField, fold, numberField, radioField, selectField, textField } from "./fields.js";
import { assign, edit } from "./document.js";
import { button, desk, html, nothing } from "./part.js";
import { changePerson, listOf, removePerson } from "./steps.js";
import { slug, unique } from "./naming.js";
import { _ } from "./words.js";

const put = (store, key, members) => store.apply(changePerson(store.doc, key, members), _("Changed a person"), { group: `${key}:${Object.keys(members).join()}` });

const HELD = () => [
  { value: "at_start", label: _("Who has it when the form begins, and nobody after them") },
  { value: "later", label: _("Who gets it after that: reads, and fills in nothing") },
];

export function personPanel(store) {
  const { key } = store.selected;
  const role = store.doc.roles[key];
  const isLearner = role.who === "subject";
  return html`
    <div class="panel__head"><h2 class="panel__title">${store.words(role.label) || _("Somebody")}</h2></div>
    <div class="panel__body">
      ${textField("person-label", _("What is this person called here?"), role.label?.[store.lang] ?? "", { lang: store.lang, input: (text) => put(store, key, { label: { ...role.label, [store.lang]: text } }), change: () => store.settle("person", key) })}
      ${isLearner ? desk(html`<p class="field__help">${_("This is the learner the form is about. There is always exactly one.")}</p>`) : others(store, key, role)}
    </div>`;
}

function others(store, key, role) {
  const { library } = store;
  return html`${desk(html`
    ${radioField("person-who", _("Who is it?"), [
      { value: "invited", label: _("Somebody the learner asks"), help: _("A colleague here or from outside.") },
      { value: "related", label: _("Somebody with a bond to the learner"), help: _("The trainer, teacher or coach.") },
      { value: "office", label: _("Somebody with an office"), help: _("The head of programme, a committee, the secretariat.") },
    ], role.who, { change: (who) => put(store, key, whoMembers(who, library)) })}
    ${role.who === "related" ? selectField("person-relation", _("Which bond?"), library.relations ?? [], role.relation ?? key, { change: (relation) => put(store, key, { relation }) }) : nothing}
    ${role.who === "related" ? selectField("person-held", _("Who of those with this bond?"), HELD(), role.held, { empty: _("Whoever has it, then or later"), help: _("Say so where a next trainer, say, should not read at once what this one reads."), change: (held) => put(store, key, { held }) }) : nothing}
    ${role.who === "office" ? selectField("person-office", _("Which office?"), library.offices ?? [], role.office ?? key, { change: (office) => put(store, key, { office }) }) : nothing}
    <div class="fields-row">
      ${numberField("person-min", _("At least"), role.min ?? 1, { min: 0, max: 1000, change: (min) => put(store, key, { min }) })}
      ${numberField("person-max", _("At most"), role.max, { min: 1, max: 1000, change: (max) => put(store, key, { max }) })}</div>
    ${role.who === "invited" ? checkField("person-external", _("People without an account may take part"), role.external, {
      help: _("They get a personal link by mail, or fill it in on the learner's phone."),
      change: (on) => put(store, key, { external: on || undefined, auth: on ? ["account", "link", "device"] : ["account"] }),
    }) : nothing}
    ${role.who === "invited" ? doors(store, key, role) : nothing}
    ${role.who === "invited" && role.external ? checkField("person-walk-in", _("Anybody with the link of the round may answer"), role.auth?.includes("walk_in"), {
      help: _("One link and QR code for all, in an anonymous round with a highest number: for patients, say."),
      change: (on) => put(store, key, { auth: [...[role.auth ?? []].flat().filter((one) => one !== "walk_in"), ...(on ? ["walk_in"] : [])] }),
    }) : nothing}
    `)}${role.who === "invited" ? fold(_("Kinds of people"), groups(store, key, role), { open: Boolean(role.groups), desk: !role.groups }) : nothing}
    ${desk(html`${role.who === "invited" ? selectField("person-approve", _("Who approves whom the learner asks?"), Object.entries(store.doc.roles).filter(([name, one]) => name !== key && one.who !== "subject").map(([value, one]) => ({ value, label: store.words(one.label) })),
      role.approve_by, { empty: _("Nobody"), help: _("That takes a step of its own, “Approve”, before theirs."), change: (by) => put(store, key, { approve_by: by }) }) : nothing}
    <div class="button-row">${button(_("Remove this person"), () => store.apply(removePerson(store.doc, key), _("Removed a person"), { say: _("The person was removed. Undo brings it back.") }), { icon: "trash-2", kind: "danger" })}</div>`)}`;
}

/** By which ways somebody gets in; the link of a round is a question of its own. */
function doors(store, key, role) {
  const now = listOf(role.auth ?? "account");
  const options = [
    { value: "account", label: _("With their account here") },
    ...(role.external || now.includes("link") ? [{ value: "link", label: _("By a personal link in a mail, without an account") }] : []),
    { value: "device", label: _("On the learner's phone, confirmed by mail afterwards") },
  ];
  const change = (ways) => {
    const all = [...ways, ...now.filter((one) => one === "walk_in")];
    put(store, key, { auth: all.length ? all : ["account"] });
  };
  return checksField("person-auth", _("How may they fill it in?"), options, now, { help: _("On the learner's phone no files can be added."), change });
}

function whoMembers(who, library) {
  const outside = who === "invited";
  return {
    who,
    relation: who === "related" ? library.relations?.[0]?.value : undefined,
    held: undefined,
    office: who === "office" ? library.offices?.[0]?.value : undefined,
    external: outside || undefined,
    auth: outside ? ["account", "link", "device"] : undefined,
    groups: undefined,
  };
}

/** Kinds of raters, such as patients, colleagues, nurses: each with its own number. */
function groups(store, key, role) {
  const change = (mend) => store.apply(edit(store.doc, (copy) => mend(copy.roles[key])), _("Changed a person"));
  const add = () => change((one) => {
    const taken = new Set((one.groups ?? []).map((group) => group.key));
    one.groups = [...(one.groups ?? []), { key: unique(slug(_("Colleagues")), taken), label: { [store.lang]: _("Colleagues") }, min: 0 }];
  });
  const at = (place, mend) => change((one) => mend(one.groups[place]));
  const drop = (place) => change((one) => {
    one.groups.splice(place, 1);
    if (one.groups.length === 0) delete one.groups;
  });
  return html`${(role.groups ?? []).map((group, place) => html`<div class="group-line">
      ${textField(`group-${place}`, _("Kind of people"), group.label?.[store.lang] ?? "", { lang: store.lang, change: (text) => at(place, (one) => { one.label = { ...one.label, [store.lang]: text }; }) })}
      ${desk(html`${numberField(`group-${place}-min`, _("At least"), group.min, { min: 0, max: 1000, change: (min) => at(place, (one) => { one.min = min ?? 0; }) })}
      ${numberField(`group-${place}-max`, _("At most"), group.max, { min: 1, max: 1000, change: (max) => at(place, (one) => assign(one, { max })) })}
      ${button(_("Remove: {what}", { what: store.words(group.label) }), () => drop(place), { icon: "trash-2", short: true, kind: "quiet" })}`)}</div>`)}
    ${desk(button(_("Add a kind of people"), add, { icon: "plus" }))}`;
}
