/* Who takes part and in which order: the people and the steps of a form. The path is one line, so `next` follows. */
import { assign, edit, walk } from "./document.js";
import { fresh, takenNames } from "./naming.js";
import { _ } from "./words.js";

export const listOf = (given) => (given === undefined ? [] : Array.isArray(given) ? given : [given]);

export const stepOf = (doc, id) => (doc.stages ?? []).find((one) => one.id === id);

/** Each step goes on to the one under it; what pointed at a step that is gone points nowhere. */
export function chain(doc) {
  const ids = doc.stages.map((one) => one.id);
  doc.stages.forEach((stage, place) => {
    stage.next = ids[place + 1] ?? "done";
    const before = ids.slice(0, place);
    if (stage.return_to && !before.includes(stage.return_to)) delete stage.return_to;
    if (stage.cycle && ![...before, stage.id].includes(stage.cycle.back_to)) delete stage.cycle;
  });
}

/** -> [document, id of the new step]. */
export function addStep(doc, index, by, lang) {
  const id = fresh(takenNames(doc));
  const made = edit(doc, (copy) => {
    copy.stages.splice(index, 0, { id, label: { [lang]: _("New step") }, by: [by], next: "done" });
    chain(copy);
  });
  return [made, id];
}

export function moveStep(doc, id, index) {
  return edit(doc, (copy) => {
    const from = copy.stages.findIndex((one) => one.id === id);
    const [stage] = copy.stages.splice(from, 1);
    copy.stages.splice(index, 0, stage);
    chain(copy);
  });
}

/** A step with what was asked there asked at the first step of who fills it. */
export function removeStep(doc, id) {
  return edit(doc, (copy) => {
    copy.stages = copy.stages.filter((one) => one.id !== id);
    chain(copy);
    for (const { item } of walk(copy)) {
      const kept = listOf(item.stage).filter((one) => one !== id);
      if (item.stage !== undefined) assign(item, { stage: kept.length ? kept : undefined });
      if (item.emit?.at === id) delete item.emit;
    }
    if (copy.emit) assign(copy, { emit: some(copy.emit.filter((one) => one.at !== id)) });
  });
}

export function changeStep(doc, id, members) {
  return edit(doc, (copy) => assign(stepOf(copy, id), members));
}

/** -> [document, key of the new person]. */
export function addPerson(doc, lang) {
  const key = fresh(new Set(Object.keys(doc.roles)));
  const role = { who: "invited", label: { [lang]: _("Colleague") }, min: 1, max: 1, external: true, auth: ["account", "link", "device"] };
  return [edit(doc, (copy) => assign(copy, { roles: { ...copy.roles, [key]: role } })), key];
}

export function changePerson(doc, key, members) {
  return edit(doc, (copy) => assign(copy.roles[key], members));
}

/** A list, or nothing at all where it is empty. */
const some = (list) => (list.length ? list : undefined);

/** Somebody who takes part no longer: their steps go with them when nobody else acts there. */
export function removePerson(doc, key) {
  const without = (given) => listOf(given).filter((one) => one !== key);
  const emptied = doc.stages.filter((one) => listOf(one.by).includes(key) && without(one.by).length === 0);
  const cleaned = edit(doc, (copy) => {
    delete copy.roles[key];
    for (const stage of copy.stages) {
      stage.by = without(stage.by);
      if (stage.optional_by) assign(stage, { optional_by: some(without(stage.optional_by)) });
      delete stage.open_to?.[key];
    }
    for (const role of Object.values(copy.roles)) if (role.approve_by === key) delete role.approve_by;
    for (const one of copy.emit ?? []) if (one.see !== undefined) assign(one, { see: some(without(one.see)) });
    for (const { item } of walk(copy)) {
      for (const name of ["by", "see"]) {
        if (item[name] !== undefined) assign(item, { [name]: some(without(item[name])) });
      }
    }
  });
  return emptied.reduce((found, stage) => removeStep(found, stage.id), cleaned);
}

/** The people who act somewhere, in the order of the path. */
export const acting = (doc) => [...new Set((doc.stages ?? []).flatMap((one) => listOf(one.by)))];

/** The learner first, then in the order in which they act. */
export function peopleOf(doc) {
  const order = acting(doc);
  const rank = ([key, role]) => (role.who === "subject" ? -1 : order.includes(key) ? order.indexOf(key) : order.length);
  return Object.entries(doc.roles ?? {}).sort((one, other) => rank(one) - rank(other));
}

/** Who fills an item, with what it inherits from its section. */
export const fillersOf = (item, parent) => listOf(item.by ?? (parent?.type === "section" || parent?.type === "repeat" ? parent.by : undefined));

/** The steps in which an item is filled. */
export function stepsOf(doc, item, parent) {
  const wanted = listOf(item.stage ?? parent?.stage);
  const own = fillersOf(item, parent);
  const found = own.flatMap((role) => {
    const there = doc.stages.filter((stage) => listOf(stage.by).includes(role)).map((stage) => stage.id);
    return wanted.length ? there.filter((id) => wanted.includes(id)) : there.slice(0, 1);
  });
  return [...new Set(found)];
}
