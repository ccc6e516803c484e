/* Columns of pasted rows whose headings do not tell what they hold. */
import { describe, expect, it } from "vitest";

import { unknownColumns, withColumn } from "../../../../gateway/web/assets/design/framework-columns.js";

const column = (heading, means, known = means !== "") => ({ heading, means, known });
const COLUMNS = [column("Code", "code"), column("Domain", "title", false), column("", "", false), column("Year", "", false), column("", "", false)];

describe("columns that are asked", () => {
  it("are those whose heading told nothing, also what is guessed, but none at the end without a heading", () => {
    expect(unknownColumns(COLUMNS).map(({ place }) => place)).toEqual([1, 2, 3]);
    expect(unknownColumns([column("Code", "code")])).toEqual([]);
    expect(unknownColumns([])).toEqual([]);
  });

  it("keep what was said or guessed of the others, and leave known ones to their heading", () => {
    expect(withColumn(COLUMNS, 3, "description")).toEqual([null, "title", "", "description", ""]);
    expect(withColumn(COLUMNS, 1, "")).toEqual([null, "", "", "", ""]);
  });
});
