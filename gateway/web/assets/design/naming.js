/*
 * Keys. Authors never see one: something new is called `new-3` until it has a label, then a slug of that label, for
 * good. What points at it is renamed along.
 */
import { edit, itemOf, walk } from "./document.js";

const FRESH = /^new-\d+$/;

export const isFresh = (key) => FRESH.test(key);

/** Small letters, digits and hyphens, beginning with a letter; "" when nothing is left. */
export function slug(text) {
  const plain = text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  const made = plain.replace(/[^a-z0-9]+/g, "-").replace(/^[-0-9]+/, "").slice(0, 40);
  return made.replace(/-+$/, "");
}

/** A name that is not among `taken`. */
export function unique(wanted, taken) {
  if (!taken.has(wanted)) return wanted;
  let number = 2;
  while (taken.has(`${wanted}-${number}`)) number += 1;
  return `${wanted}-${number}`;
}

export function fresh(taken) {
  let number = 1;
  while (taken.has(`new-${number}`)) number += 1;
  return `new-${number}`;
}

/** Names of items, scores and steps are different from each other, because rules use them alike. */
export function takenNames(doc) {
  const items = [...walk(doc)].map(({ item }) => item.key);
  return new Set([...items, ...Object.keys(doc.computed ?? {}), ...(doc.stages ?? []).map((one) => one.id)]);
}

/** A rule with every path changed by `change`. */
export function mapPaths(rule, change) {
  if (Array.isArray(rule)) return rule.map((one) => mapPaths(one, change));
  if (rule === null || typeof rule !== "object") return rule;
  const entries = Object.entries(rule).map(([name, inner]) =>
    name === "get" && typeof inner === "string" ? [name, change(inner)] : [name, mapPaths(inner, change)],
  );
  return Object.fromEntries(entries);
}

/** All paths a rule reads. */
export function pathsOf(rule) {
  const found = [];
  mapPaths(rule, (path) => {
    found.push(path);
    return path;
  });
  return found;
}

/** Change every path of every rule, in place. */
function renamePaths(doc, change) {
  const mend = (part, names) => {
    for (const name of names) if (part[name] !== undefined) part[name] = mapPaths(part[name], change);
  };
  for (const { item } of walk(doc)) mend(item, ["show", "required", "min", "max"]);
  for (const stage of doc.stages ?? []) {
    mend(stage, ["when"]);
    if (stage.cycle) mend(stage.cycle, ["when"]);
  }
  if (doc.computed) mend(doc, ["computed"]);
  for (const one of doc.emit ?? []) mend(one, ["when", "value", "fields"]);
}

/**
 * A copy of an item under keys of its own. What pointed at itself or within it (rules, the title of a row, links to
 * what was picked) points at the copy; what pointed elsewhere still does.
 */
export function copyOf(doc, key) {
  const copied = { items: [structuredClone(itemOf(doc, key))] };
  const taken = takenNames(doc);
  const names = new Map();
  for (const { item } of walk(copied)) {
    names.set(item.key, fresh(taken));
    taken.add(names.get(item.key));
  }
  const anew = (value) => names.get(value) ?? value;
  const picked = (value) => (value.startsWith("$") ? `$${anew(value.slice(1))}` : value);
  renamePaths(copied, pathWith(anew, doc));
  for (const { item } of walk(copied)) {
    item.key = anew(item.key);
    if (item.row_title !== undefined) item.row_title = anew(item.row_title);
    for (const holder of [item, ...(item.rows ?? [])]) {
      if (holder.outcomes !== undefined) holder.outcomes = each(holder.outcomes, picked);
    }
  }
  return copied.items[0];
}

/** A path with the names of its items changed: the first, in `<step>.<item>` the second, in `<list>.*.<item>` both. */
const pathWith = (change, doc) => (path) => {
  const parts = path.split(".");
  const isAfterStep = (doc.stages ?? []).some((one) => one.id === parts[0]);
  return parts.map((part, place) => (place === Number(isAfterStep) || parts[place - 1] === "*" ? change(part) : part)).join(".");
};

const headOf = (from, to) => (path) => {
  const parts = path.split(".");
  return parts[0] === from ? [to, ...parts.slice(1)].join(".") : path;
};

const swap = (from, to) => (value) => (value === from ? to : value);
const each = (given, change) => (Array.isArray(given) ? given.map(change) : change(given));
/** A word or a list of words, with one replaced. */
const swapIn = (given, from, to) => each(given, swap(from, to));

function swapMembers(part, names, from, to) {
  for (const name of names) if (part?.[name] !== undefined) part[name] = swapIn(part[name], from, to);
}

/** Give an item another key, and everything that points at it. */
export function renameItem(doc, from, to) {
  return edit(doc, (copy) => {
    itemOf(copy, from).key = to;
    renamePaths(copy, pathWith(swap(from, to), copy));
    for (const { item } of walk(copy)) {
      swapMembers(item, ["row_title"], from, to);
      for (const holder of [item, ...(item.rows ?? [])]) swapMembers(holder, ["outcomes"], `$${from}`, `$${to}`);
    }
    for (const one of copy.emit ?? []) {
      swapMembers(one, ["each"], from, to);
      swapMembers(one, ["outcomes"], `$${from}`, `$${to}`);
      for (const [name, item] of Object.entries(one.texts ?? {})) one.texts[name] = swap(from, to)(item);
    }
  });
}

/** Give a row or option another key: {list: rows | options, name: key | value}. */
export function renameMember(doc, itemKey, list, name, from, to) {
  return edit(doc, (copy) => {
    const item = itemOf(copy, itemKey);
    for (const one of item[list]) one[name] = swap(from, to)(one[name]);
    if (item.default !== undefined) item.default = renamedAnswer(item.default, list, swap(from, to));
    if (list === "rows") renamePaths(copy, (path) => (path === `${itemKey}.${from}` ? `${itemKey}.${to}` : path));
  });
}

/** What stands there beforehand names rows and choices too. */
function renamedAnswer(answer, list, swapped) {
  if (list === "rows") return Object.fromEntries(Object.entries(answer).map(([row, value]) => [swapped(row), value]));
  return Array.isArray(answer) ? answer.map(swapped) : swapped(answer);
}

export function renameStep(doc, from, to) {
  return edit(doc, (copy) => {
    for (const stage of copy.stages) {
      swapMembers(stage, ["id", "next", "return_to"], from, to);
      swapMembers(stage.cycle, ["back_to"], from, to);
    }
    for (const { item } of walk(copy)) {
      swapMembers(item, ["stage"], from, to);
      swapMembers(item.emit, ["at"], from, to);
    }
    for (const one of copy.emit ?? []) swapMembers(one, ["at"], from, to);
    renamePaths(copy, headOf(from, to));
  });
}

export function renamePerson(doc, from, to) {
  return edit(doc, (copy) => {
    copy.roles = Object.fromEntries(Object.entries(copy.roles).map(([key, role]) => [swap(from, to)(key), role]));
    for (const role of Object.values(copy.roles)) swapMembers(role, ["approve_by"], from, to);
    for (const stage of copy.stages) {
      swapMembers(stage, ["by", "optional_by"], from, to);
      swapMembers(stage.release, ["by"], from, to);
      if (stage.open_to?.[from]) {
        stage.open_to[to] = stage.open_to[from];
        delete stage.open_to[from];
      }
    }
    for (const { item } of walk(copy)) swapMembers(item, ["by", "see", "role"], from, to);
    for (const one of copy.emit ?? []) swapMembers(one, ["see"], from, to);
  });
}

export function renameScale(doc, from, to) {
  return edit(doc, (copy) => {
    copy.scales = Object.fromEntries(Object.entries(copy.scales).map(([name, scale]) => [swap(from, to)(name), scale]));
    for (const { item } of walk(copy)) swapMembers(item, ["scale"], from, to);
    for (const one of copy.emit ?? []) swapMembers(one, ["scale"], from, to);
  });
}

export function renameScore(doc, from, to) {
  return edit(doc, (copy) => {
    for (const part of ["computed", "names"]) {
      if (copy[part]) copy[part] = Object.fromEntries(Object.entries(copy[part]).map(([name, inner]) => [swap(from, to)(name), inner]));
    }
    renamePaths(copy, headOf(from, to));
  });
}
