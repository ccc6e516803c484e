/* Reads cases {rules, answers} and writes the bounds that other dates set to each date, by place: `until`, `goals.0.due`. */
import { readFileSync } from "node:fs";

import { Facts } from "../../../gateway/web/assets/form-facts.js";

function bounds({ rules, answers }) {
  const facts = new Facts(rules, answers);
  const found = rules.items.flatMap((item) => [
    [item.key, facts.days(item)],
    ...(facts.rows.get(item.key) ?? []).flatMap(([number, row]) => item.items.map((inner) => [`${item.key}.${number}.${inner.key}`, row.days(inner)])),
  ]);
  return Object.fromEntries(found.filter(([, days]) => Object.keys(days).length));
}

const cases = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(cases.map(bounds)));
