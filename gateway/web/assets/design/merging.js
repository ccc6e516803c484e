/*
 * One document out of two: of every part that differs, mine or theirs. Parts are texts, questions, steps, people,
 * scales, scores, what comes out, and the order of questions, of steps and of what comes out. A question is named by its
 * address, so that two lists may ask something under one key. Documents in, documents out.
 */
import { addressIn, edit, foundAt, isContainer, keyAt, same, walk } from "./document.js";
import { chain } from "./steps.js";

/** Members that are one part each; all others that may differ. */
const WHOLE = ["title", "description", "purpose", "source", "minutes", "stakes", "context", "languages", "process", "same_as", "based_on", "migrate"];
const MAPS = ["roles", "scales", "computed", "names", "frameworks"];
const APART = new Set([...WHOLE, ...MAPS, "items", "stages", "emit"]);

export const emissionName = (one) => `${one.key}@${one.at}`;
const byName = (list, name) => new Map((list ?? []).map((one) => [name(one), one]));

const isList = (item) => item?.type === "repeat";

/** Lists that both have are compared question by question; one that only one of them has is one part. */
function listsOfBoth(mine, theirs) {
  const lists = [...walk(mine)].filter(({ item }) => isList(item)).map(({ item }) => item.key);
  return new Set(lists.filter((key) => isList(foundAt(theirs, key)?.item)));
}

/** What holds others without what is in it, where that is a part by itself. */
const alone = (item, apart) => (item.type === "section" || (isList(item) && apart.has(item.key)) ? { ...item, items: undefined } : item);

/** The questions that are parts by themselves: [{item, parent, address}]. */
const askedIn = (doc, apart) => [...walk(doc)].filter(({ parent }) => !isList(parent) || apart.has(parent.key)).map(({ item, parent }) => ({ item, parent, address: addressIn(parent, item.key) }));

/** `next` follows from the order of the steps. */
const stagesOf = (doc) => byName((doc.stages ?? []).map((one) => ({ ...one, next: undefined })), (one) => one.id);

/** Everything a document is made of: Map of "kind/name" to the part. `apart`: keys of lists whose questions are parts. */
function partsOf(doc, apart) {
  const found = new Map();
  const add = (kind, entries) => entries.forEach(([name, part]) => part !== undefined && found.set(`${kind}/${name}`, part));
  add("whole", [...WHOLE, ...Object.keys(doc).filter((name) => !APART.has(name))].map((name) => [name, doc[name]]));
  add("items", askedIn(doc, apart).map(({ item, address }) => [address, alone(item, apart)]));
  add("stages", [...stagesOf(doc)]);
  for (const name of MAPS) add(name, Object.entries(doc[name] ?? {}));
  add("emit", [...byName(doc.emit, emissionName)]);
  return found;
}

const inItsPlace = {
  items: (doc, apart) => askedIn(doc, apart).map(({ parent, address }) => [address, parent?.key ?? ""]),
  stages: (doc) => (doc.stages ?? []).map((one) => [one.id, ""]),
  emit: (doc) => (doc.emit ?? []).map((one) => [emissionName(one), ""]),
};

/** The order of questions, each with what it stands in, of steps, and of what comes out; of what both have. */
const orderOf = (kind, apart, doc, ...others) => {
  const shared = others.map((other) => new Set(inItsPlace[kind](other, apart).map(([key]) => key)));
  return inItsPlace[kind](doc, apart).filter(([key]) => shared.every((known) => known.has(key)));
};

/** [{id, kind, name, mine, theirs, apart}]: what differs, in the order of the form; of an order also both `docs`. */
export function differences(mine, theirs) {
  const apart = listsOfBoth(mine, theirs);
  const [ours, others] = [partsOf(mine, apart), partsOf(theirs, apart)];
  const ids = [...new Set([...ours.keys(), ...others.keys()])].filter((id) => !same(ours.get(id), others.get(id)));
  const found = ids.map((id) => ({ id, kind: id.split("/")[0], name: id.slice(id.indexOf("/") + 1), mine: ours.get(id), theirs: others.get(id), apart }));
  for (const name of Object.keys(inItsPlace)) {
    const [one, other] = [orderOf(name, apart, mine, theirs), orderOf(name, apart, theirs, mine)];
    if (!same(one, other)) found.push({ id: `order/${name}`, kind: "order", name, mine: one.map(([key]) => key), theirs: other.map(([key]) => key), apart, docs: { mine, theirs } });
  }
  return found;
}

/** {mine, theirs}: who changed a part since `before` has it. Of an order only what was there already tells. */
function changedBy(one, before) {
  if (one.kind !== "order") {
    const part = partsOf(before, one.apart).get(one.id);
    return { mine: !same(one.mine, part), theirs: !same(one.theirs, part) };
  }
  const { mine, theirs } = one.docs;
  const since = (doc, other) => !same(orderOf(one.name, one.apart, doc, other, before), orderOf(one.name, one.apart, before, doc, other));
  const found = { mine: since(mine, theirs), theirs: since(theirs, mine) };
  // Neither moved what was there: both put in the same new thing, each at a place of their own.
  return found.mine || found.theirs ? found : { mine: true, theirs: true };
}

/** Which side each difference comes from at first: who changed it since `before` has it; mine where both did. */
export const firstChoices = (found, before) => Object.fromEntries(found.map((one) => [one.id, changedBy(one, before).mine ? "mine" : "theirs"]));

export function changedByBoth(one, before) {
  const { mine, theirs } = changedBy(one, before);
  return mine && theirs;
}

/** Mine, with theirs wherever `chosen` ({id: "mine" | "theirs"}) says so. */
export function merged(mine, theirs, chosen) {
  const taken = differences(mine, theirs).filter(({ id }) => chosen[id] === "theirs");
  return edit(mine, (copy) => {
    for (const one of taken) TAKE[one.kind](copy, theirs, one);
    if (taken.some(({ id }) => id === "order/items")) orderItems(copy, theirs);
    chain(copy);
  });
}

const put = (holder, name, part) => {
  if (part === undefined) delete holder[name];
  else holder[name] = structuredClone(part);
};

const inMap = (copy, theirs, { kind, name }) => {
  copy[kind] ??= {};
  put(copy[kind], name, theirs[kind]?.[name]);
};

const TAKE = {
  whole: (copy, theirs, { name }) => put(copy, name, theirs[name]),
  roles: inMap,
  scales: inMap,
  computed: inMap,
  names: inMap,
  frameworks: inMap,
  emit: (copy, theirs, { name }) => inList(copy, theirs, "emit", emissionName, name),
  stages: (copy, theirs, { name }) => inList(copy, theirs, "stages", (one) => one.id, name),
  items: takeItem,
  order: (copy, theirs, { name }) => {
    if (name === "stages") orderList(copy.stages, theirs.stages, (one) => one.id);
    if (name === "emit") orderList(copy.emit, theirs.emit, emissionName);
  },
};

/** A part of a list: changed in its place, new after the one it follows there, or gone. */
function inList(copy, theirs, list, nameOf, name) {
  copy[list] ??= [];
  const place = copy[list].findIndex((one) => nameOf(one) === name);
  const part = (theirs[list] ?? []).find((one) => nameOf(one) === name);
  if (part === undefined) copy[list].splice(place, 1);
  else if (place >= 0) copy[list][place] = structuredClone(part);
  else copy[list].splice(afterFormer(copy[list], theirs[list], nameOf, name), 0, structuredClone(part));
  if (list === "emit" && copy.emit.length === 0) delete copy.emit;
}

/** Where something new comes: after the nearest one before it there that is here as well. */
function afterFormer(list, there, nameOf, name) {
  const before = there.slice(0, there.findIndex((one) => nameOf(one) === name)).map(nameOf);
  const former = before.findLast((one) => list.some((here) => nameOf(here) === one));
  return former === undefined ? 0 : list.findIndex((one) => nameOf(one) === former) + 1;
}

const keyOf = (item) => item.key;

function takeItem(copy, theirs, { name, apart }) {
  const there = foundAt(theirs, name);
  const here = foundAt(copy, name);
  const isHolder = there && (there.item.type === "section" || apart.has(name));
  const within = here?.item.type === there?.item.type ? (here?.item.items ?? []) : [];
  const part = there && structuredClone(isHolder ? { ...there.item, items: within } : there.item);
  if (here && part) here.list[here.index] = part;
  else if (here) here.list.splice(here.index, 1, ...(here.item.type === "section" ? here.item.items : []));
  else {
    const holder = there.parent && foundAt(copy, there.parent.key)?.item;
    const list = isContainer(holder) ? holder.items : (copy.items ??= []);
    list.splice(afterFormer(list, there.list, keyOf, keyAt(name)), 0, part);
  }
}

/** The same things in their order; what they do not have stays after what it followed. */
function orderList(list, there, nameOf) {
  const order = there.map(nameOf);
  const kept = list.filter((one) => order.includes(nameOf(one))).sort((one, other) => order.indexOf(nameOf(one)) - order.indexOf(nameOf(other)));
  for (const [place, one] of list.entries()) {
    if (order.includes(nameOf(one))) continue;
    kept.splice(kept.indexOf(list[place - 1]) + 1, 0, one);
  }
  list.splice(0, list.length, ...kept);
}

/** Questions go to the section and the place they have there; those of a list stay in it. */
function orderItems(copy, theirs) {
  for (const { item, parent } of [...walk(theirs)]) {
    const here = isList(parent) ? undefined : foundAt(copy, item.key);
    const holder = parent ? foundAt(copy, parent.key)?.item : null;
    if (!here || (parent && holder?.type !== "section") || here.parent?.key === parent?.key || item.type === "section") continue;
    here.list.splice(here.index, 1);
    (holder?.items ?? copy.items).push(here.item);
  }
  orderList(copy.items, theirs.items, keyOf);
  for (const { item } of [...walk(copy)].filter((found) => isContainer(found.item))) orderList(item.items ?? [], foundAt(theirs, item.key)?.item.items ?? [], keyOf);
}
