/* What a rule sees of the page: the answers here, the facts the server gave along, the computed scores. */
import { evaluate, paths, RuleError, truth } from "./rules.js";

export const isNa = (raw) => raw !== null && typeof raw === "object" && raw.na === true;

export function isEmpty(raw) {
  if (typeof raw === "string") return raw.trim() === "";
  if (raw === null || raw === undefined) return true;
  if (Array.isArray(raw)) return raw.every(isWordless);
  return typeof raw === "object" && (Object.keys(raw).length === 0 || isWordless(raw));
}

/** "Other" that was ticked, and nothing was written beside it. */
const isWordless = (raw) =>
  raw !== null && typeof raw === "object" && Object.keys(raw).join() === "other" && typeof raw.other === "string" && isEmpty(raw.other);

/** Whether a text is a day of the calendar, as YYYY-MM-DD. */
function isDay(text) {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text.startsWith("0000")) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

const byKey = (items) => new Map(items.map((item) => [item.key, item]));

/** Rows as the answers hold them; in the page empty ones stand between them. */
const filledRows = (items, answers) =>
  new Map(items.filter((item) => item.type === "repeat").map((item) => [item.key, Object.entries(answers[item.key] ?? [])]));

/** The rules that all have to hold for an item to be asked. */
export const conditionsOf = (item) => [item.within, item.show].filter((rule) => rule !== undefined);

/** What stands beside the answers: conditions over them, and what they leave open. */
class Asked {
  holds(rule) {
    return truth(rule, this.get, this.ordinal);
  }

  /** Whether all is told here that a rule reads. What is not, the server decides: the question is left open. */
  knows(rule) {
    return paths(rule).every((path) => this.knowsPath(path));
  }

  isOpen(item) {
    return !conditionsOf(item).every((rule) => this.knows(rule));
  }

  /** Its own rule and that of the section around it; one that is not known here hides nothing. */
  isShown(item) {
    return conditionsOf(item).every((rule) => !this.knows(rule) || this.holds(rule));
  }

  isRequired(item) {
    const { required } = item;
    if (this.isOpen(item)) return false;
    return typeof required === "object" ? this.knows(required) && this.holds(required) : Boolean(required);
  }

  /** The days between which a date may lie where these are other dates: {min, max}, null where one is not known here. */
  days(item) {
    const named = ["min", "max"].filter((name) => item.type === "date" && item[name] !== undefined);
    return Object.fromEntries(named.map((name) => [name, this.knows(item[name]) ? this.day(item[name]) : null]));
  }

  day(rule) {
    const found = evaluate(rule, this.get, this.ordinal);
    return typeof found === "string" && isDay(found) ? found : null;
  }

  /** The places of an item that still have to be answered: `trust`, `skills.talk`. */
  open(item, raw, place) {
    if (!this.isShown(item) || !this.isRequired(item)) return [];
    return missingRows(item, raw).map((row) => (row ? `${place}.${row}` : place));
  }
}

/** Built once per change of the answers. `rules` is the data-rules of the form, `rows`: per repeat [number, answers]. */
export class Facts extends Asked {
  constructor(rules, answers, rows = filledRows(rules.items, answers)) {
    super();
    this.rules = rules;
    this.answers = answers;
    this.items = byKey(rules.items);
    this.ordinal = new Set(rules.ordinal);
    this.known = new Map();
    this.told = new Map();
    this.shown = new Map();
    this.get = this.get.bind(this);
    this.rows = new Map(
      [...rows].map(([key, pairs]) => [key, pairs.map(([number, row]) => [number, new RowFacts(this.items.get(key), row, this)])]),
    );
  }

  get(path) {
    return once(this.known, path, null, () => this.read(path));
  }

  knowsPath(path) {
    return once(this.told, path, true, () => {
      const [head] = path.split(".");
      const item = this.items.get(head);
      if (item) return conditionsOf(item).every((rule) => this.knows(rule));
      if (Object.hasOwn(this.rules.computed, head)) return this.knows(this.rules.computed[head]);
      return Object.hasOwn(this.rules.facts, path);
    });
  }

  isShown(item) {
    return once(this.shown, item.key, true, () => super.isShown(item));
  }

  read(path) {
    const [head, ...others] = path.split(".");
    const item = this.items.get(head);
    if (item) return readItem(item, this.isShown(item) ? this.column(item, others[1]) : null, others.join("."));
    if (Object.hasOwn(this.rules.computed, head)) return this.computed(this.rules.computed[head]);
    return this.rules.facts[path] ?? null;
  }

  /** The answer to an item; of a list, without what is hidden in its rows under one of its items. */
  column(item, key) {
    const raw = this.answers[item.key];
    const inner = item.type === "repeat" && item.items.find((one) => one.key === key);
    if (!inner || !Array.isArray(raw) || conditionsOf(inner).length === 0) return raw;
    return raw.map((row) => (new RowFacts(item, row, this).isShown(inner) ? row : {}));
  }

  computed(rule) {
    try {
      return evaluate(rule, this.get, this.ordinal);
    } catch (error) {
      if (error instanceof RuleError) return null;
      throw error;
    }
  }

  /** What still has to be answered, by place: `trust`, `skills.talk`, `goals.0.what`. */
  missing() {
    return this.rules.items.flatMap((item) => {
      const rows = this.isShown(item) ? (this.rows.get(item.key) ?? []) : [];
      return [
        ...this.open(item, this.answers[item.key], item.key),
        ...rows.flatMap(([number, row]) => row.missing(`${item.key}.${number}`)),
      ];
    });
  }
}

/** Rules have no circles; `meanwhile` makes sure. */
function once(found, key, meanwhile, work) {
  if (!found.has(key)) {
    found.set(key, meanwhile);
    found.set(key, work());
  }
  return found.get(key);
}

/** Inside a row of a repeat its own items come first, then those of the form. */
class RowFacts extends Asked {
  constructor({ items }, row, outer) {
    super();
    Object.assign(this, { items: byKey(items), row, outer, ordinal: outer.ordinal, told: new Map(), shown: new Map() });
    this.get = this.get.bind(this);
  }

  get(path) {
    const [head, ...others] = path.split(".");
    const item = this.items.get(head);
    return item ? readItem(item, this.isShown(item) ? this.row[head] : null, others.join(".")) : this.outer.get(path);
  }

  knowsPath(path) {
    const item = this.items.get(path.split(".")[0]);
    if (!item) return this.outer.knowsPath(path);
    return once(this.told, item.key, true, () => conditionsOf(item).every((rule) => this.knows(rule)));
  }

  isShown(item) {
    return once(this.shown, item.key, true, () => super.isShown(item));
  }

  /** A row in which nothing was filled in is none. */
  missing(place) {
    if (isEmpty(this.row)) return [];
    return [...this.items.values()].flatMap((item) => this.open(item, this.row[item.key], `${place}.${item.key}`));
  }
}

function missingRows(item, raw) {
  if (isEmpty(raw)) return [null];
  if (item.rows) {
    const rows = item.rows.filter((row) => !row.optional && !saysSomething(raw[row.key]));
    return rows.map((row) => row.key);
  }
  if (item.type === "scale") return numberOf(raw) === null && !isNa(raw) ? [null] : [];
  return [];
}

function saysSomething(given) {
  if (given === null || given === undefined) return false;
  if (typeof given !== "object") return true;
  return given.na === true || (given.v !== null && given.v !== undefined);
}

/** What stands beside "not observed" is no value. */
const valueIn = (raw) => (raw !== null && typeof raw === "object" ? (isNa(raw) ? null : raw.v) : raw);

/** The number of a judgement; not observed is null, never a number. */
function numberOf(raw) {
  const value = valueIn(raw);
  return typeof value === "number" ? value : null;
}

function readItem(item, raw, rest) {
  const read = READ[item.type];
  if (read) return read(item, isEmpty(raw) ? null : raw, rest);
  if (isEmpty(raw)) return item.many ? [] : null;
  return typeof raw === "string" ? raw.trim() : (typeof raw === "object" ? "given" : raw);
}

const READ = {
  scale: (item, raw) => numberOf(raw),
  number: (item, raw) => (typeof raw === "number" ? raw : null),
  yesno: (item, raw) => (typeof raw === "boolean" ? raw : null),
  choice: (item, raw) => {
    const code = (one) => (typeof one === "object" && one !== null ? "other" : one);
    return Array.isArray(raw) ? raw.filter((one) => !isEmpty(one)).map(code) : item.many ? [] : code(raw);
  },
  outcome: (item, raw) => raw ?? (item.many ? [] : null),
  rubric: (item, raw, rest) => {
    if (rest === "*") return raw ? item.rows.map((row) => numberOf(raw[row.key])) : [];
    return rest ? numberOf(raw?.[rest]) : raw && "given";
  },
  checklist: readChecklist,
  repeat: (item, raw, rest) => {
    const [star, column] = rest.split(".");
    if (star !== "*") return raw && "given";
    const inner = item.items.find((one) => one.key === column);
    return inner ? (raw ?? []).map((row) => readItem(inner, row[column], "")) : [];
  },
};

const markOf = (raw) => {
  const value = valueIn(raw);
  return typeof value === "boolean" || typeof value === "number" ? value : null;
};

function pointsOf(row, raw) {
  const value = markOf(raw);
  const most = row.points ?? 1;
  if (typeof value === "boolean") return value ? most : 0;
  return value === null ? 0 : Math.min(Math.max(value, 0), most);
}

function readChecklist(item, raw, rest) {
  const weight = (row) => row.weight ?? 1;
  if (rest === "max") return item.rows.reduce((sum, row) => sum + (row.points ?? 1) * weight(row), 0);
  if (raw === null) return null;
  if (rest === "points" && item.rows.every((row) => markOf(raw[row.key] ?? null) === null)) return null;
  if (rest === "points") return item.rows.reduce((sum, row) => sum + pointsOf(row, raw[row.key]) * weight(row), 0);
  if (rest === "critical_ok") return criticalOk(item, raw);
  const row = item.rows.find((one) => one.key === rest);
  if (!row) return "given";
  const value = markOf(raw[rest] ?? null);
  return typeof value === "boolean" || (row.points ?? 1) > 1 ? value : null;
}

function criticalOk(item, raw) {
  const critical = item.rows.filter((row) => row.critical);
  if (critical.some((row) => isEmpty(raw[row.key]) )) return null;
  return critical.every((row) => isNa(raw[row.key]) || pointsOf(row, raw[row.key]) >= (row.points ?? 1));
}
