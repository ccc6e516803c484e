/* What a rule sees of the page: the answers here, the facts the server gave along, the computed scores. */
import { evaluate, RuleError, truth } from "./rules.js";

export const isNa = (raw) => raw !== null && typeof raw === "object" && raw.na === true;

export function isEmpty(raw) {
  if (typeof raw === "string") return raw.trim() === "";
  if (raw === null || raw === undefined) return true;
  return typeof raw === "object" && Object.keys(raw).length === 0;
}

const byKey = (items) => new Map(items.map((item) => [item.key, item]));

/** Built once per change of the answers. `rules` is the data-rules of the form. */
export class Facts {
  constructor(rules, answers) {
    this.rules = rules;
    this.answers = answers;
    this.items = byKey(rules.items);
    this.elsewhere = byKey(rules.elsewhere ?? []);
    this.ordinal = new Set(rules.ordinal);
    this.known = new Map();
    this.shown = new Map();
    this.get = this.get.bind(this);
  }

  get(path) {
    if (!this.known.has(path)) {
      this.known.set(path, null); // Rules have no circles; this makes sure.
      this.known.set(path, this.read(path));
    }
    return this.known.get(path);
  }

  holds(rule) {
    return truth(rule, this.get, this.ordinal);
  }

  isShown(key) {
    const item = this.items.get(key);
    if (!item || item.show === undefined) return true;
    if (!this.shown.has(key)) {
      this.shown.set(key, true);
      this.shown.set(key, this.holds(item.show));
    }
    return this.shown.get(key);
  }

  isRequired(item) {
    return typeof item.required === "object" ? this.holds(item.required) : Boolean(item.required);
  }

  read(path) {
    const [head, ...others] = path.split(".");
    const rest = others.join(".");
    const item = this.items.get(head);
    if (item) return readItem(item, this.isShown(head) ? this.answers[head] : null, rest);
    if (Object.hasOwn(this.rules.computed, head)) return this.computed(this.rules.computed[head]);
    const other = this.elsewhere.get(head);
    return other ? readItem(other, this.rules.facts[head], rest) : (this.rules.facts[path] ?? null);
  }

  computed(rule) {
    try {
      return evaluate(rule, this.get, this.ordinal);
    } catch (error) {
      if (error instanceof RuleError) return null;
      throw error;
    }
  }

  /** What still has to be answered: pairs of item and row key (null: the item itself). */
  missing() {
    const found = [];
    for (const item of this.rules.items) {
      if (!this.isShown(item.key) || !this.isRequired(item)) continue;
      for (const row of missingRows(item, this.answers[item.key])) found.push([item, row]);
    }
    return found;
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

/** The number of a judgement; not observed is null, never a number. */
function numberOf(raw) {
  const value = raw !== null && typeof raw === "object" ? raw.v : raw;
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
    return Array.isArray(raw) ? raw.map(code) : item.many ? [] : code(raw);
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
  const value = raw !== null && typeof raw === "object" ? raw.v : raw;
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
