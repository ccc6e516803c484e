import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

import { evaluate, paths, RuleError, truth } from "../../../gateway/web/assets/rules.js";

const file = new URL("../../../libs/formengine/golden/rules.json", import.meta.url);
const { vectors } = JSON.parse(readFileSync(file));

/** The value, or the code of the error, as the golden file writes it. */
function outcome({ rule, answers, ordinal = [] }) {
  try {
    return { value: evaluate(rule, (path) => answers[path], new Set(ordinal)) };
  } catch (error) {
    if (!(error instanceof RuleError)) throw error;
    return { error: error.message };
  }
}

describe("rules mean the same in the browser and on the server", () => {
  test.each(vectors.map((vector) => [JSON.stringify(vector.rule), vector]))("%s", (_, vector) => {
    expect(outcome(vector)).toEqual("error" in vector ? { error: vector.error } : { value: vector.value });
  });
});

test("a condition that cannot be decided counts as false", () => {
  const nothing = () => null;
  expect(truth({ le: [{ get: "trust" }, 3] }, nothing)).toBe(false);
  expect(truth({ lt: ["a", 1] }, nothing)).toBe(false);
  expect(truth({ le: [{ get: "trust" }, 3] }, () => 3)).toBe(true);
});

test("a rule never reaches what is not an operation", () => {
  expect(() => evaluate({ constructor: [1] }, () => 1)).toThrow(RuleError);
  expect(() => evaluate({ toString: [] }, () => 1)).toThrow(RuleError);
});

test("the fields of a rule are found at any depth", () => {
  expect(paths({ and: [{ get: "a" }, { gt: [{ mean: [{ get: "s.*" }, 2] }, 3] }] })).toEqual(["a", "s.*"]);
});

test("strict comparisons are strict, also for dates", () => {
  const compare = (operation, left, right) => evaluate({ [operation]: [left, right] }, () => null);
  for (const [low, high] of [[1, 2], ["2026-01-31", "2026-02-01"]]) {
    expect(["lt", "le", "gt", "ge"].map((operation) => compare(operation, low, low))).toEqual([false, true, false, true]);
    expect(["lt", "le", "gt", "ge"].map((operation) => compare(operation, high, low))).toEqual([false, false, true, true]);
  }
});
