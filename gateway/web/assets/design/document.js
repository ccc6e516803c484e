/*
 * A form definition while it is designed: finding, adding, moving and removing its items. Everything takes a document
 * and gives a new one; what was given is never changed. An item is found by its address: its key, and in a list, where
 * keys are only different from those of the same list, `list/key`.
 */

/** What holds other items, and which types fit in there (docs/forms.md 2). */
const ROW_TYPES = ["text", "number", "date", "yesno", "choice", "scale", "file", "outcome", "ref", "person", "note"];
const SECTION_TYPES = [...ROW_TYPES, "rubric", "checklist", "repeat", "signature"];

export const isContainer = (item) => item?.type === "section" || item?.type === "repeat";

export function canHold(parent, type) {
  if (!parent) return true;
  return (parent.type === "section" ? SECTION_TYPES : ROW_TYPES).includes(type);
}

/** A copy of the document, changed by `change`. */
export function edit(doc, change) {
  const copy = structuredClone(doc);
  change(copy);
  return copy;
}

/** Whether two parts say the same; the order of members says nothing. */
export const same = (one, other) => canonical(one) === canonical(other);

function canonical(part) {
  const sorted = (_name, value) => (value && typeof value === "object" && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))) : value);
  return JSON.stringify(part, sorted) ?? "";
}

/** Every item with what is in it, in the order of the page: {item, parent, list, index}. */
export function* walk(doc) {
  yield* inList(doc.items ?? [], null);
}

function* inList(list, parent) {
  for (const [index, item] of list.entries()) {
    yield { item, parent, list, index };
    if (isContainer(item)) yield* inList(item.items ?? [], item);
  }
}

/** Where an item is found that stands in `parent`. */
export const addressIn = (parent, key) => (parent?.type === "repeat" ? `${parent.key}/${key}` : key);

/** The key of what stands at an address. */
export const keyAt = (address) => address.split("/").at(-1);

/** {item, parent, list, index} of an address; a key alone is the first that has it. Undefined when there is none. */
export function find(doc, address) {
  let first;
  for (const found of walk(doc)) {
    if (addressIn(found.parent, found.item.key) === address) return found;
    if (found.item.key === address) first ??= found;
  }
  return first;
}

export const itemOf = (doc, address) => find(doc, address)?.item;

/** Exactly what stands at an address: a key alone is never that of something in a list. */
export function foundAt(doc, address) {
  const found = find(doc, address);
  return found && addressIn(found.parent, found.item.key) === address ? found : undefined;
}

const listOf = (doc, parentKey) => (parentKey ? itemOf(doc, parentKey).items : doc.items);

/** Put members into an item; undefined takes one away. */
export function change(doc, address, members) {
  return edit(doc, (copy) => assign(itemOf(copy, address), members));
}

export function assign(target, members) {
  for (const [name, value] of Object.entries(members)) {
    if (value === undefined) delete target[name];
    else target[name] = value;
  }
}

/** Place: {parent: key or null, index}. Without a place: at the end. */
export function insert(doc, item, place = { parent: null, index: (doc.items ?? []).length }) {
  return edit(doc, (copy) => {
    copy.items ??= [];
    listOf(copy, place.parent).splice(place.index, 0, item);
  });
}

export function remove(doc, address) {
  return edit(doc, (copy) => {
    const { list, index } = find(copy, address);
    list.splice(index, 1);
  });
}

/** Move to a place counted without the item itself; the same document when it does not fit there. */
export function move(doc, address, { parent, index }) {
  const holder = parent ? itemOf(doc, parent) : null;
  const { item } = find(doc, address);
  if (!fits(item, holder)) return doc;
  return edit(doc, (copy) => {
    const from = find(copy, address);
    from.list.splice(from.index, 1);
    listOf(copy, parent).splice(index, 0, from.item);
  });
}

/** Not into itself, nor into a list that asks something else under its key. */
function fits(item, holder) {
  if (holder === item || !canHold(holder, item.type)) return false;
  return holder?.type !== "repeat" || !holder.items.some((one) => one !== item && one.key === item.key);
}

/** Where an item is found once it was moved to a place. */
export const addressAt = (doc, address, { parent }) => addressIn(parent && itemOf(doc, parent), keyAt(address));

/** One place up (-1) or down (1), or the same document at an end. */
export function step(doc, address, by) {
  const place = stepPlace(doc, address, by);
  return place ? move(doc, address, place) : doc;
}

/** Where one step goes: over a neighbour, into a section beside it, or out of its own; null at an end. */
export function stepPlace(doc, address, by) {
  const { item, parent, list, index } = find(doc, address);
  const neighbour = list[index + by];
  if (neighbour && neighbour.type === "section" && canHold(neighbour, item.type)) {
    return { parent: neighbour.key, index: by > 0 ? 0 : neighbour.items.length };
  }
  if (neighbour) return { parent: parent?.key ?? null, index: index + by };
  if (!parent || parent.type !== "section") return null;
  const own = find(doc, parent.key);
  return { parent: null, index: by > 0 ? own.index + 1 : own.index };
}

/** Where an item may go: [{parent, index, after: the item before that place or null}]. */
export function places(doc, address) {
  const { item } = find(doc, address);
  const found = [];
  const add = (parent, list) => {
    const others = list.filter((one) => one !== item);
    for (let index = 0; index <= others.length; index += 1) {
      found.push({ parent: parent?.key ?? null, holder: parent, index, after: others[index - 1] ?? null });
    }
  };
  add(null, doc.items);
  for (const one of doc.items) {
    if (isContainer(one) && fits(item, one)) add(one, one.items ?? []);
  }
  return found;
}

/** Where something new comes that is added after what is selected. */
export function placeAfter(doc, address) {
  const found = address ? find(doc, address) : undefined;
  if (!found) return { parent: null, index: (doc.items ?? []).length };
  if (isContainer(found.item)) return { parent: found.item.key, index: found.item.items?.length ?? 0 };
  return { parent: found.parent?.key ?? null, index: found.index + 1 };
}
