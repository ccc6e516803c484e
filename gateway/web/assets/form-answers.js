/* Posted fields -> answers, the same as gateway/web/form_answers.py; the names stand in parts/form/form.html. */

const isBlank = (value) => typeof value !== "string" || value.trim() === "";

/** All values of fields by name, in order: `entries` are pairs of name and text. */
export function fieldsOf(entries) {
  const fields = new Map();
  for (const [name, value] of entries) {
    if (typeof value === "string") fields.set(name, [...(fields.get(name) ?? []), value]);
  }
  return fields;
}

/** The answers to these items (flat: sections are opened by the caller). */
export function answersOf(items, fields, name = "a") {
  const answers = {};
  for (const item of items) {
    const answer = READERS[item.type]?.(item, `${name}.${item.key}`, fields);
    if (answer !== undefined && answer !== null) answers[item.key] = answer;
  }
  return answers;
}

const all = (fields, name) => (fields.get(name) ?? []).filter((value) => !isBlank(value));
const last = (fields, name) => all(fields, name).at(-1) ?? null;
const text = (fields, name) => last(fields, name)?.replaceAll("\r\n", "\n") ?? null;

/** `7`, `7.5` and `7,5` are numbers; anything else stays text. */
export function asNumber(typed) {
  if (typed === null) return null;
  const plain = typed.trim().replace(",", ".");
  return /^[-+]?\d{1,15}(\.\d{1,10})?$/.test(plain) ? Number(plain) : typed;
}

function notObserved(name, fields) {
  const reason = last(fields, `${name}.reason`)?.trim();
  return { v: null, na: true, ...(reason ? { reason } : {}) };
}

function onScale(name, fields) {
  const typed = last(fields, name);
  const comment = text(fields, `${name}.comment`);
  const extra = comment ? { comment } : {};
  if (typed === "na") return { ...notObserved(name, fields), ...extra };
  const v = asNumber(typed);
  return v !== null || comment ? { v, ...extra } : null;
}

function judgement(item, name, fields) {
  const found = onScale(name, fields);
  return found && Object.keys(found).length === 1 ? found.v : found;
}

/** An object of the rows that were answered, or null when there is none. */
function byRow(item, read) {
  const rows = {};
  for (const { key } of item.rows ?? []) {
    const found = read(key);
    if (found !== null) rows[key] = found;
  }
  return Object.keys(rows).length ? rows : null;
}

function mark(name, fields) {
  const typed = last(fields, name);
  if (typed === null) return null;
  if (typed === "na") return notObserved(name, fields);
  return { true: true, false: false }[typed] ?? asNumber(typed);
}

function picked(item, values) {
  if (item.many) return values.length ? values : null;
  return values.at(-1) ?? null;
}

function choice(item, name, fields) {
  const option = (one) => (one === "_other" ? { other: last(fields, `${name}.other`) ?? "" } : one);
  return picked(item, all(fields, name).map(option));
}

function refs(item, name, fields) {
  const given = all(fields, name).filter((one) => one.includes(":"));
  return picked(item, given.map((one) => {
    const colon = one.indexOf(":");
    return { kind: one.slice(0, colon), id: one.slice(colon + 1) };
  }));
}

function person(item, name, fields) {
  const found = {};
  for (const key of ["id", "name", "email", "group"]) {
    const value = last(fields, `${name}.${key}`);
    if (value) found[key] = value.trim();
  }
  return Object.keys(found).length ? found : null;
}

function repeat(item, name, fields) {
  const filled = rowsOf(item, fields, name).filter(([, row]) => Object.keys(row).length);
  const rows = filled.map(([index, row]) => ({ _id: last(fields, `${name}.${index}._id`) ?? `r${index}`, ...row }));
  return rows.length ? rows : null;
}

/** The rows of a repeat as they stand in the page, empty ones too: pairs of number and answers. */
export const rowsOf = (item, fields, name = `a.${item.key}`) =>
  rowNumbers(name, fields).map((index) => [index, answersOf(item.items ?? [], fields, `${name}.${index}`)]);

export function rowNumbers(name, fields) {
  const found = new Set();
  for (const field of fields.keys()) {
    const number = field.startsWith(`${name}.`) && /^(\d{1,3})\./.exec(field.slice(name.length + 1));
    if (number) found.add(Number(number[1]));
  }
  return [...found].sort((a, b) => a - b);
}

function signature(item, name, fields) {
  const file = last(fields, `${name}.file`);
  if (file) return { file };
  const typed = last(fields, `${name}.name`);
  if (typed) return { name: typed.trim() };
  return last(fields, name) === "true" ? true : null;
}

const READERS = {
  text: (item, name, fields) => text(fields, name),
  date: (item, name, fields) => text(fields, name),
  number: (item, name, fields) => asNumber(last(fields, name)),
  yesno: (item, name, fields) => {
    const typed = last(fields, name);
    return { true: true, false: false }[typed] ?? typed;
  },
  choice,
  scale: judgement,
  rubric: (item, name, fields) => byRow(item, (key) => onScale(`${name}.${key}`, fields)),
  checklist: (item, name, fields) => byRow(item, (key) => mark(`${name}.${key}`, fields)),
  repeat,
  file: (item, name, fields) => {
    const ids = all(fields, name);
    return ids.length ? ids : null;
  },
  signature,
  outcome: (item, name, fields) => picked(item, all(fields, name)),
  ref: refs,
  person,
};
