/* Reads cases {rules, answers, paths} and writes what of each the browser shows, reads and misses. */
import { readFileSync } from "node:fs";

import { Facts } from "../../../gateway/web/assets/form-facts.js";

function told({ rules, answers, paths }) {
  const facts = new Facts(rules, answers);
  return {
    shown: rules.items.filter((item) => facts.isShown(item)).map((item) => item.key),
    values: Object.fromEntries(paths.map((path) => [path, facts.get(path)])),
    missing: [...new Set(facts.missing().map((place) => place.split(".")[0]))],
  };
}

const cases = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(cases.map(told)));
