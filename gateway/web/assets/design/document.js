/*
 * A form definition while it is designed: finding, adding, moving and removing its items. Everything takes a document
 * and gives a new one; what was given is never changed.
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

/** {item, parent, list, index} of a key; undefined when there is none. */
export function find(doc, key) {
  for (const found of walk(doc)) if (found.item.key === key) return found;
  return undefined;
}

export const itemOf = (doc, key) => find(doc, key)?.item;

const listOf = (doc, parentKey) => (parentKey ? itemOf(doc, parentKey).items : doc.items);

/** Put members into an item; undefined takes one away. */
export function change(doc, key, members) {
  return edit(doc, (copy) => assign(itemOf(copy, key), members));
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

export function remove(doc, key) {
  return edit(doc, (copy) => {
    const { list, index } = find(copy, key);
    list.splice(index, 1);
  });
}

/** Move to a place counted without the item itself; the same document when it does not fit there. */
export function move(doc, key, { parent, index }) {
  const holder = parent ? itemOf(doc, parent) : null;
  const { item } = find(doc, key);
  if (parent === key || !canHold(holder, item.type)) return doc;
  return edit(doc, (copy) => {
    const from = find(copy, key);
    from.list.splice(from.index, 1);
    listOf(copy, parent).splice(index, 0, from.item);
  });
}

/** One place up (-1) or down (1): over a neighbour, into a section beside it, or out of its own. */
export function step(doc, key, by) {
  const place = stepPlace(doc, key, by);
  return place ? move(doc, key, place) : doc;
}

function stepPlace(doc, key, by) {
  const { item, parent, list, index } = find(doc, key);
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
export function places(doc, key) {
  const { item } = find(doc, key);
  const found = [];
  const add = (parent, list) => {
    const others = list.filter((one) => one.key !== key);
    for (let index = 0; index <= others.length; index += 1) {
      found.push({ parent: parent?.key ?? null, holder: parent, index, after: others[index - 1] ?? null });
    }
  };
  add(null, doc.items);
  for (const one of doc.items) {
    if (isContainer(one) && one.key !== key && canHold(one, item.type)) add(one, one.items ?? []);
  }
  return found;
}

/** Where something new comes that is added after what is selected. */
export function placeAfter(doc, key) {
  const found = key ? find(doc, key) : undefined;
  if (!found) return { parent: null, index: (doc.items ?? []).length };
  if (isContainer(found.item)) return { parent: found.item.key, index: found.item.items?.length ?? 0 };
  return { parent: found.parent?.key ?? null, index: found.index + 1 };
}
