/*
 * The rule language of forms in the browser: the same 26 operations with the same outcome as libs/formengine/rules.
 * Null (unanswered, not observed) propagates, types never mix, nothing is coerced. The server always decides again.
 */

/** The rule compares or computes what does not belong together. */
export class RuleError extends Error {}

const MAX_DEPTH = 12;
const LARGEST = 1e300;

// Operation -> [fewest, most] arguments.
const ARITY = {
  get: [1, 1], and: [1, 50], or: [1, 50], not: [1, 1], if: [3, 3], list: [0, 100],
  eq: [2, 2], ne: [2, 2], lt: [2, 2], le: [2, 2], gt: [2, 2], ge: [2, 2], has: [2, 2],
  answered: [1, 1], add: [2, 50], sub: [2, 2], mul: [2, 50], div: [2, 2], round: [1, 2],
  sum: [1, 2], mean: [1, 2], median: [1, 2], min: [1, 2], max: [1, 2], count: [1, 1], days: [2, 2],
};
// Operations whose second argument is a plain number, and its upper bound.
const SMALL_NUMBER = { round: 6, sum: 100, mean: 100, median: 100, min: 100, max: 100 };

/**
 * The value of a rule. `get` gives the value behind a path (undefined counts as null), `ordinal` holds the paths of
 * ordinal scales, whose even median is the lower of the middle two. Throws RuleError where types do not fit.
 */
export function evaluate(rule, get, ordinal = new Set()) {
  return tidy(valueOf(rule, { get, ordinal }, 1));
}

/** Whether a condition holds. Null and errors count as false. */
export function truth(rule, get, ordinal) {
  try {
    return evaluate(rule, get, ordinal) === true;
  } catch (error) {
    if (error instanceof RuleError) return false;
    throw error;
  }
}

/** Every path a rule reads; parts without a sound shape read none. */
export function paths(rule) {
  if (!isOperation(rule) || Object.keys(rule).length !== 1) return [];
  const [operation, given] = parts(rule);
  return operation === "get" ? [given[0]] : given.flatMap(paths);
}

const isOperation = (node) => node !== null && typeof node === "object" && !Array.isArray(node);

function parts(node) {
  const [[operation, given]] = Object.entries(node);
  return [operation, Array.isArray(given) ? given : [given]];
}

function tidy(value) {
  if (Array.isArray(value)) return value.map(tidy);
  if (typeof value !== "number") return value;
  return Number.isFinite(value) ? value + 0 : null; // + 0: no minus zero
}

function valueOf(node, scene, depth) {
  if (Array.isArray(node) || depth > MAX_DEPTH) throw new RuleError("shape");
  if (!isOperation(node)) return node ?? null;
  const [operation, given] = sound(node);
  if (operation === "get") return known(scene.get(given[0]));
  const all = () => given.map((inner) => valueOf(inner, scene, depth + 1));
  if (operation === "if") {
    const [condition, then, otherwise] = given;
    return valueOf(asCondition(valueOf(condition, scene, depth + 1)) ? then : otherwise, scene, depth + 1);
  }
  // Each argument is judged before the next is looked at, so that the first error is the same everywhere.
  const conditions = () => given.map((inner) => asCondition(valueOf(inner, scene, depth + 1)));
  if (operation === "and") return decided(conditions(), false);
  if (operation === "or") return decided(conditions(), true);
  if (operation === "median") return median(all(), paths(given[0]).some((path) => scene.ordinal.has(path)));
  return OPERATIONS[operation](all());
}

function sound(node) {
  if (Object.keys(node).length !== 1) throw new RuleError("shape");
  const [operation, given] = parts(node);
  const [fewest, most] = Object.hasOwn(ARITY, operation) ? ARITY[operation] : [1, 0];
  const bounded = Object.hasOwn(SMALL_NUMBER, operation) && given.length === 2;
  if (
    given.length < fewest || given.length > most ||
    (operation === "get" && typeof given[0] !== "string") ||
    (bounded && !isSmallNumber(given[1], SMALL_NUMBER[operation]))
  ) {
    throw new RuleError("shape");
  }
  return [operation, given];
}

const isSmallNumber = (value, most) => Number.isInteger(value) && value >= 0 && value <= most;

function known(value) {
  if (value === undefined || value === null) return null;
  if (Array.isArray(value)) return value.map(known);
  if (typeof value === "object") throw new RuleError("field");
  return value;
}

function kind(value) {
  const name = { boolean: "yesno", number: "number", string: "text" }[typeof value];
  if (!name) throw new RuleError("types");
  return name;
}

function asCondition(value) {
  if (value === null || typeof value === "boolean") return value;
  throw new RuleError("condition");
}

/** Compare two values of one kind; null when one of them is missing. */
const compared = (compare) => ([left, right]) => {
  if (left === null || right === null) return null;
  if (kind(left) !== kind(right)) throw new RuleError("types");
  return compare(left, right);
};

/** Numbers and dates have an order, other texts and yes/no have none. */
const ordered = (compare) =>
  compared((left, right) => {
    if (typeof left === "boolean") throw new RuleError("types");
    return typeof left === "string" ? compare(dayNumber(left), dayNumber(right)) : compare(left, right);
  });

function dayNumber(text) {
  const found = typeof text === "string" && /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!found) throw new RuleError("date");
  const [year, month, day] = found.slice(1).map(Number);
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const same = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  if (!same || year === 0) throw new RuleError("date");
  return Math.round(date.getTime() / 86_400_000);
}

function number(value) {
  if (typeof value !== "number" || Math.abs(value) > LARGEST) throw new RuleError("number");
  return value;
}

const arithmetic = (step) => (given) => {
  const numbers = given.map((value) => (value === null ? null : number(value)));
  let result = numbers[0];
  for (const next of numbers.slice(1)) {
    if (result === null || next === null) return null;
    result = step(result, next);
  }
  return result === null || !Number.isFinite(result) ? null : result;
};

/** Half away from zero, with exactly these double operations in every implementation. */
function rounded([value, digits = 0]) {
  if (value === null) return null;
  const factor = 10 ** digits;
  const size = Math.abs(number(value)) * factor + 0.5;
  return Number.isFinite(size) ? (Math.sign(value) * Math.floor(size)) / factor : null;
}

/** The numbers of a list without the nulls; null when there are fewer than asked for. */
function numbersOf([values, fewest = 1]) {
  if (values !== null && !Array.isArray(values)) throw new RuleError("list");
  const numbers = (values ?? []).filter((value) => value !== null).map(number);
  return numbers.length >= Math.max(1, fewest) ? numbers : null;
}

const over = (fold) => (given) => {
  const numbers = numbersOf(given);
  return numbers === null ? null : fold(numbers);
};

const total = (numbers) => numbers.reduce((sum, next) => sum + next, 0);

function median(given, isOrdinal) {
  return over((numbers) => {
    const ranked = [...numbers].sort((a, b) => a - b);
    const upper = Math.floor(ranked.length / 2);
    if (ranked.length % 2) return ranked[upper];
    return isOrdinal ? ranked[upper - 1] : (ranked[upper - 1] + ranked[upper]) / 2;
  })(given);
}

function has([values, wanted]) {
  if (values === null || wanted === null) return null;
  if (!Array.isArray(values)) throw new RuleError("list");
  const wantedKind = kind(wanted);
  return values.some((value) => value !== null && kind(value) === wantedKind && value === wanted);
}

function answered([value]) {
  if (Array.isArray(value)) return value.some((inner) => inner !== null);
  return value !== null && value !== "";
}

function count([values]) {
  if (values !== null && !Array.isArray(values)) throw new RuleError("list");
  return (values ?? []).filter((value) => value !== null).length;
}

function listed(given) {
  if (given.some(Array.isArray)) throw new RuleError("list");
  return given;
}

function negation([value]) {
  const condition = asCondition(value);
  return condition === null ? null : !condition;
}

/** `and` and `or` in three values: `decisive` settles it, otherwise null keeps it open. */
function decided(found, decisive) {
  if (found.includes(decisive)) return decisive;
  return found.includes(null) ? null : !decisive;
}

const days = ([from, to]) => (from === null || to === null ? null : dayNumber(to) - dayNumber(from));

const OPERATIONS = {
  not: negation,
  list: listed,
  eq: compared((left, right) => left === right),
  ne: compared((left, right) => left !== right),
  lt: ordered((left, right) => left < right),
  le: ordered((left, right) => left <= right),
  gt: ordered((left, right) => left > right),
  ge: ordered((left, right) => left >= right),
  has,
  answered,
  add: arithmetic((a, b) => a + b),
  sub: arithmetic((a, b) => a - b),
  mul: arithmetic((a, b) => a * b),
  div: arithmetic((a, b) => (b === 0 ? null : a / b)),
  round: rounded,
  sum: over(total),
  mean: over((numbers) => total(numbers) / numbers.length),
  min: over((numbers) => Math.min(...numbers)),
  max: over((numbers) => Math.max(...numbers)),
  count,
  days,
};
