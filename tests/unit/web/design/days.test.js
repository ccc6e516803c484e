import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";

import { dayBound, dayChoice, dayChoices } from "../../../../gateway/web/assets/design/day-bounds.js";
import { itemOf } from "../../../../gateway/web/assets/design/document.js";
import { copyOf, renameItem } from "../../../../gateway/web/assets/design/naming.js";
import { loadWords } from "../../../../gateway/web/assets/design/words.js";

const library = join(import.meta.dirname, "../../../../services/forms/library");
const STATEMENT = JSON.parse(readFileSync(join(library, "competence-statement.json"), "utf8"));
const UNTIL = itemOf(STATEMENT, "valid_until");
const label = (en) => ({ en });

beforeEach(() => loadWords({}, "en"));

describe("a bound of a date", () => {
  test.each([[undefined], ["today"], [{ get: "valid_from" }], [{ get: "context.encounter_date" }]])("is said and kept: %j", (bound) => {
    const choice = dayChoice(bound);
    expect(dayChoices(STATEMENT, UNTIL.key, bound, "en").filter(({ value }) => value === choice)).toHaveLength(1);
    expect(dayBound(choice)).toEqual(bound);
  });

  test("a day that stands there is a day", () => {
    expect(dayChoice("2026-03-01")).toBe("day");
    expect(dayBound("day", new Date("2026-03-01T12:00:00Z"))).toBe("2026-03-01");
  });

  test("may be any other date of the form, and never the date itself", () => {
    const paths = dayChoices(STATEMENT, UNTIL.key, UNTIL.min, "en").map(({ value }) => value);
    expect(paths).toEqual(["none", "today", "day", "context.encounter_date", "valid_from"]);
  });

  test("in a list is one of the same row, or of the form", () => {
    const row = { type: "repeat", key: "goals", items: [{ type: "date", key: "due", label: label("Due") }, { type: "date", key: "begun", label: label("Begun") }] };
    const other = { type: "repeat", key: "other", items: [{ type: "date", key: "due", label: label("Due too") }] };
    const doc = { items: [{ type: "date", key: "planned", label: label("Planned") }, other, row] };
    const words = dayChoices(doc, "goals/due", undefined, "en").slice(4);
    expect(words).toEqual([
      { value: "begun", label: "The answer to “Begun”" },
      { value: "planned", label: "The answer to “Planned”" },
    ]);
  });

  test("that is gone, or a score, stays as it is", () => {
    const told = (bound, doc = STATEMENT) => dayChoices(doc, UNTIL.key, bound, "en").at(-1);
    expect(told({ get: "gone" })).toEqual({ value: "gone", label: "something that is no longer there" });
    expect(told({ get: "first_day" }, { ...STATEMENT, computed: { first_day: { get: "valid_from" } } }).label).toBe("First day");
  });

  test("goes along when the other date is renamed or copied", () => {
    expect(itemOf(renameItem(STATEMENT, "valid_from", "begins"), "valid_until").min).toEqual({ get: "begins" });
    expect(copyOf(STATEMENT, "valid_until").min).toEqual({ get: "valid_from" });
  });
});
