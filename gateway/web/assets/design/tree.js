/*
 * The tree of a framework: a flat list of outcomes of which each names its parent, kept in the order in which it is
 * shown. Everything takes a document and gives a new one; what was given is never changed.
 */

export const DEEPEST = 8;

export const codeOf = (one) => one?.key ?? one?.code ?? "";

export const titleOf = (one) => one?.title ?? one?.label ?? {};

/** A copy of the document, changed by `change`. */
export function edit(doc, change) {
  const copy = structuredClone(doc);
  change(copy);
  return copy;
}

/** Put members into a part; undefined takes one away. */
export function assign(target, members) {
  for (const [name, value] of Object.entries(members)) {
    if (value === undefined) delete target[name];
    else target[name] = value;
  }
}

/** Outcomes by the code above them; null holds those at the top, also those whose parent is not there. */
function below(outcomes) {
  const known = new Set(outcomes.map(codeOf));
  const found = new Map();
  for (const one of outcomes) {
    const parent = known.has(one.parent) && one.parent !== codeOf(one) ? one.parent : null;
    if (!found.has(parent)) found.set(parent, []);
    found.get(parent).push(one);
  }
  return found;
}

/** As shown: [{one, code, parent, level, place (from 1), count, children}]. */
export function rows(doc) {
  const tree = below(doc.outcomes ?? []);
  const found = [];
  const visit = (parent, level) => {
    const siblings = tree.get(parent) ?? [];
    siblings.forEach((one, index) => {
      const code = codeOf(one);
      const children = (tree.get(code) ?? []).length;
      found.push({ one, code, parent, level, place: index + 1, count: siblings.length, children });
      if (level < 50) visit(code, level + 1);
    });
  };
  visit(null, 1);
  const seen = new Set(found.map((row) => row.code));
  for (const one of doc.outcomes ?? []) {
    if (!seen.has(codeOf(one))) found.push({ one, code: codeOf(one), parent: null, level: 1, place: 1, count: 1, children: 0 });
  }
  return found;
}

export const rowOf = (doc, code) => rows(doc).find((row) => row.code === code);

export const outcomeOf = (doc, code) => (doc.outcomes ?? []).find((one) => codeOf(one) === code);

/** Codes of an outcome and everything under it. */
export function subtree(doc, code) {
  const all = rows(doc);
  const start = all.findIndex((row) => row.code === code);
  const found = [code];
  for (const row of all.slice(start + 1)) {
    if (row.level <= all[start].level) break;
    found.push(row.code);
  }
  return found;
}

function inOrder(copy) {
  copy.outcomes = rows(copy).map((row) => row.one);
}

const setParent = (one, parent) => assign(one, { parent: parent ?? undefined });

/** Small letters, digits and hyphens, beginning with a letter; different from `taken`. */
export function slug(text, taken) {
  const plain = text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  const base = plain.replace(/[^a-z0-9]+/g, "-").replace(/^[-0-9]+/, "").slice(0, 48).replace(/-+$/, "") || "outcome";
  let found = base;
  for (let number = 2; taken.has(found); number += 1) found = `${base}-${number}`;
  return found;
}

const FRESH = /^new-\d+$/;
const codes = (doc) => new Set((doc.outcomes ?? []).map(codeOf));

/** A new outcome after another one, beside it or under it -> [document, code]. Without one: at the end. */
export function add(doc, after, { under = false, kind } = {}) {
  const taken = codes(doc);
  let number = 1;
  while (taken.has(`new-${number}`)) number += 1;
  const one = { key: `new-${number}`, title: {} };
  const beside = after ? rowOf(doc, after) : undefined;
  const like = kind ?? beside?.one.kind;
  if (like && like !== "own") one.kind = like;
  if (like === "own") assign(one, { kind: "own", unit: beside?.one.unit });
  const made = edit(doc, (copy) => {
    copy.outcomes ??= [];
    if (!beside) copy.outcomes.push(one);
    else {
      setParent(one, under ? after : beside.parent);
      const last = subtree(copy, after).at(-1);
      copy.outcomes = rows(copy).map((row) => row.one);
      const at = copy.outcomes.findIndex((other) => codeOf(other) === (under ? after : last));
      copy.outcomes.splice(at + 1, 0, one);
    }
    inOrder(copy);
  });
  return [made, one.key];
}

export function change(doc, code, members) {
  return edit(doc, (copy) => assign(outcomeOf(copy, code), members));
}

/** Under the one before it; the same document when there is none, or when it would be too deep. */
export function indent(doc, code) {
  const row = rowOf(doc, code);
  const siblings = rows(doc).filter((other) => other.parent === row.parent);
  const before = siblings[siblings.findIndex((other) => other.code === code) - 1];
  const depth = Math.max(...subtree(doc, code).map((one) => rowOf(doc, one).level));
  if (!before || depth >= DEEPEST) return doc;
  return edit(doc, (copy) => {
    setParent(outcomeOf(copy, code), before.code);
    const moved = outcomeOf(copy, code);
    copy.outcomes = [...copy.outcomes.filter((one) => one !== moved), moved];
    inOrder(copy);
  });
}

/** Beside its parent, right after it; the same document at the top. */
export function outdent(doc, code) {
  const row = rowOf(doc, code);
  if (!row.parent) return doc;
  const above = rowOf(doc, row.parent);
  return edit(doc, (copy) => {
    const moved = outcomeOf(copy, code);
    setParent(moved, above.parent);
    const others = copy.outcomes.filter((one) => one !== moved);
    others.splice(others.findIndex((one) => codeOf(one) === above.code) + 1, 0, moved);
    copy.outcomes = others;
    inOrder(copy);
  });
}

/** One place up (-1) or down (1) among those beside it, with everything under it. */
export function move(doc, code, by) {
  const row = rowOf(doc, code);
  const siblings = rows(doc).filter((other) => other.parent === row.parent);
  const at = siblings.findIndex((other) => other.code === code);
  const other = siblings[at + by];
  if (!other) return doc;
  return edit(doc, (copy) => {
    const moved = outcomeOf(copy, code);
    const others = copy.outcomes.filter((one) => one !== moved);
    const place = others.findIndex((one) => codeOf(one) === other.code);
    others.splice(by < 0 ? place : place + 1, 0, moved);
    copy.outcomes = others;
    inOrder(copy);
  });
}

/**
 * Dragged from row to row, with everything under it. Downwards it comes right after the row that is then above it, and
 * under that one where it has rows under it; upwards it comes right before the row that is then below it. The same
 * document where nothing would change or where it would be too deep.
 */
export function drag(doc, code, from, to) {
  const moving = subtree(doc, code);
  if (to >= from && to < from + moving.length) return doc;
  const others = rows(doc).filter((row) => !moving.includes(row.code));
  const place = to > from ? to - moving.length + 1 : to;
  const [above, below] = [others[place - 1], others[place]];
  const next = to > from && !(below && below.parent === above.code) ? null : below;
  const parent = next ? next.parent : above.parent;
  return tooDeep(doc, code, parent) ? doc : setDown(doc, code, { parent, above, next });
}

/** Whether an outcome with what is under it would reach deeper than a tree may be, under this one. */
export function tooDeep(doc, code, parent) {
  const level = (one) => rowOf(doc, one).level;
  const reach = Math.max(...subtree(doc, code).map(level)) - level(code);
  return (parent ? level(parent) : 0) + 1 + reach > DEEPEST;
}

function setDown(doc, code, { parent, above, next }) {
  const made = edit(doc, (copy) => {
    const moved = outcomeOf(copy, code);
    setParent(moved, parent);
    const others = copy.outcomes.filter((one) => one !== moved);
    const place = others.findIndex((one) => codeOf(one) === (next ?? above).code);
    others.splice(next ? place : place + 1, 0, moved);
    copy.outcomes = others;
    inOrder(copy);
  });
  return JSON.stringify(rows(made)) === JSON.stringify(rows(doc)) ? doc : made;
}

/** Without an outcome and what is under it, and without what was said about them in comparisons. */
export function remove(doc, code) {
  const gone = new Set(subtree(doc, code));
  return edit(doc, (copy) => {
    copy.outcomes = copy.outcomes.filter((one) => !gone.has(codeOf(one)));
    for (const one of copy.outcomes) {
      if (one.epa?.competencies) one.epa.competencies = one.epa.competencies.filter((tied) => !gone.has(tied));
    }
    setCrosswalks(copy, (maps) => maps.filter((one) => !gone.has(one.from)));
  });
}

function setCrosswalks(copy, mend) {
  const kept = (copy.crosswalks ?? [])
    .map((crosswalk) => ({ ...crosswalk, maps: mend(crosswalk.maps) }))
    .filter((crosswalk) => crosswalk.maps.length > 0);
  assign(copy, { crosswalks: kept.length ? kept : undefined });
}

/** The row to go to when one is removed: after it, else before it, else above it. */
export function neighbour(doc, code) {
  const all = rows(doc);
  const gone = new Set(subtree(doc, code));
  const at = all.findIndex((row) => row.code === code);
  const next = all.slice(at).find((row) => !gone.has(row.code));
  return (next ?? all[at - 1])?.code ?? null;
}

/** What is new gets its code from its first words, and keeps it for good -> [document, code]. */
export function settle(doc, code) {
  const one = outcomeOf(doc, code);
  const words = Object.values(titleOf(one)).find((text) => text.trim());
  if (!FRESH.test(code) || !words) return [doc, code];
  const taken = codes(doc);
  taken.delete(code);
  const key = slug(words, taken);
  const made = edit(doc, (copy) => {
    assign(outcomeOf(copy, code), { key });
    for (const other of copy.outcomes) {
      if (other.parent === code) other.parent = key;
      if (other.epa?.competencies) other.epa.competencies = other.epa.competencies.map((tied) => (tied === code ? key : tied));
    }
    setCrosswalks(copy, (maps) => maps.map((map) => (map.from === code ? { ...map, from: key } : map)));
  });
  return [made, key];
}

export const lineageOf = (doc, one) => one.lineage ?? `${doc.key}/${codeOf(one)}`;

/** A new meaning under the same code begins a line of its own; the other way back to the line it had. */
export function renew(doc, code, isNew, published) {
  const line = `${doc.key}/${code}`;
  return change(doc, code, { lineage: isNew ? `${line}.${doc.version ?? "new"}` : (published ?? line) });
}

/**
 * Outcomes of a list: those with a code that is there bring along all that their rows say, the others are added ->
 * [document, added].
 */
export function merge(doc, pasted, after = null) {
  const known = codes(doc);
  const fresh = pasted.filter((one) => !known.has(codeOf(one)));
  const made = edit(doc, (copy) => {
    copy.outcomes ??= [];
    const there = pasted.filter((one) => known.has(codeOf(one)));
    for (const one of there) bring(outcomeOf(copy, codeOf(one)), structuredClone(one));
    untie(copy, there);
    const parent = after ? rowOf(copy, after).parent : null;
    const top = fresh.map((one) => (one.parent || !parent ? one : { ...one, parent }));
    const last = after ? subtree(copy, after).at(-1) : codeOf(copy.outcomes.at(-1));
    copy.outcomes.splice(copy.outcomes.findIndex((one) => codeOf(one) === last) + 1, 0, ...structuredClone(top));
    inOrder(copy);
  });
  return [made, fresh.length];
}

/** What an empty cell does not say stays; words come beside those in other languages. */
function bring(there, { key, code, title, label, epa, descriptors, ...members }) {
  const named = there.label && !there.title ? "label" : "title";
  const given = { [named]: title ?? label, epa, descriptors, ...members };
  for (const name of Object.keys(given)) if (given[name] !== undefined) there[name] = joined(there[name], given[name]);
}

/** Objects member by member; lists, words and numbers are replaced. */
function joined(there, given) {
  const isObject = (part) => part !== null && typeof part === "object" && !Array.isArray(part);
  if (!isObject(there) || !isObject(given)) return given;
  return { ...there, ...Object.fromEntries(Object.entries(given).map(([name, part]) => [name, joined(there[name], part)])) };
}

/** Of those that came under what stood under them, the one whose row names no parent goes to the top. */
function untie(copy, pasted) {
  for (const one of pasted.filter((each) => !each.parent)) {
    const above = [];
    for (let code = codeOf(one); code && !above.includes(code); code = outcomeOf(copy, code)?.parent) above.push(code);
    const last = outcomeOf(copy, above.at(-1))?.parent;
    if (last === codeOf(one)) setParent(outcomeOf(copy, codeOf(one)), null);
  }
}

/** How an outcome of ours relates to those of another framework: [{to, as, note}]. */
export function mapsOf(doc, name, code) {
  const crosswalk = (doc.crosswalks ?? []).find((one) => one.to === name);
  return (crosswalk?.maps ?? []).filter((one) => one.from === code);
}

/** Say how they relate; `as` null takes it away. */
export function relate(doc, name, code, to, as) {
  return edit(doc, (copy) => {
    copy.crosswalks ??= [];
    let crosswalk = copy.crosswalks.find((one) => one.to === name);
    if (!crosswalk) copy.crosswalks.push((crosswalk = { to: name, maps: [] }));
    const there = crosswalk.maps.find((one) => one.from === code && one.to === to);
    if (there && as) there.as = as;
    else if (as) crosswalk.maps.push({ from: code, to, as });
    setCrosswalks(copy, (maps) => (as ? maps : maps.filter((one) => one !== there)));
  });
}

/** The eight parts of an activity: {name: whether it is given}. */
export function parts(one) {
  const epa = one.epa ?? {};
  const has = (map) => Object.values(map ?? {}).some((text) => text.trim());
  return {
    title: has(titleOf(one)),
    specification: has(epa.specification) && has(epa.limitations),
    risks: has(epa.risks),
    competencies: (epa.competencies ?? []).length > 0,
    requires: has(epa.requires),
    evidence: has(epa.evidence),
    expected: (one.expected ?? []).length > 0,
    expires: Boolean(epa.expires_months),
  };
}
