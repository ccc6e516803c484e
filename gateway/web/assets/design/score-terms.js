/* A score as a row of terms: each an answer, a number, or something of several answers, and what is done with it. */

/** What is done with a term, in the order of the terms. */
export const SIGNS = ["add", "sub", "mul", "div"];
/** What can be made of several answers; all but the last leave out too few of them. */
export const OF_SEVERAL = ["median", "mean", "min", "max", "sum", "count"];

/** [operation, its parts]; [] of a plain value. One part may stand without a list. */
export function operation(rule) {
  if (rule === null || typeof rule !== "object" || Array.isArray(rule)) return [];
  const [op, given] = Object.entries(rule)[0] ?? [];
  return [op, Array.isArray(given) ? given : [given]];
}

/**
 * [{sign, of, from, until, number, least, empty}] of a sum that is worked out from left to right; null of any other rule.
 * of: value | number | days | one of OF_SEVERAL; `empty`: the number an answer counts for that is not given.
 */
export function readTerms(rule) {
  const [op, parts] = operation(rule);
  if (!SIGNS.includes(op)) {
    const only = readTerm(rule);
    return only && [{ sign: "add", ...only }];
  }
  const before = readTerms(parts[0]);
  const after = parts.slice(1).map(readTerm);
  return before && !after.includes(null) ? [...before, ...after.map((one) => ({ sign: op, ...one }))] : null;
}

function readTerm(rule) {
  if (typeof rule === "number") return { of: "number", number: rule };
  const [op, parts] = operation(rule);
  if (op === "get") return { of: "value", from: parts[0] };
  if (op === "if") return readFilled(parts);
  if (op === "days") return readDays(parts);
  return OF_SEVERAL.includes(op) ? readSeveral(op, parts) : null;
}

function readDays(parts) {
  const [from, until] = parts.map((one) => one?.get);
  return typeof from === "string" && typeof until === "string" ? { of: "days", from, until } : null;
}

function readFilled([asked, then, empty]) {
  const [op, parts] = operation(asked);
  const from = operation(parts?.[0])[1]?.[0];
  const fits = op === "answered" && then?.get === from && typeof from === "string" && typeof empty === "number";
  return fits ? { of: "value", from, empty } : null;
}

/** {of, from, least} of a rule about several answers; null of any other. */
export function readSeveral(op, [list, least = 1]) {
  if (!OF_SEVERAL.includes(op) || typeof list?.get !== "string") return null;
  return op === "count" ? { of: op, from: list.get } : { of: op, from: list.get, least };
}

export const writeSeveral = ({ of, from, least = 1 }) => ({ [of]: of === "count" ? { get: from } : [{ get: from }, least] });

function writeTerm(term) {
  if (term.of === "number") return term.number;
  const got = { get: term.from };
  if (term.of === "days") return { days: [got, { get: term.until }] };
  if (term.of !== "value") return writeSeveral(term);
  return term.empty === undefined ? got : { if: [{ answered: got }, got, term.empty] };
}

export function writeTerms([first, ...rest]) {
  return rest.reduce((before, term) => {
    const [op, parts] = operation(before);
    const longer = op === term.sign && ["add", "mul"].includes(op);
    return { [term.sign]: longer ? [...parts, writeTerm(term)] : [before, writeTerm(term)] };
  }, writeTerm(first));
}
