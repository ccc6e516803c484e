/* Two versions of a form beside each other: only what differs, in words. */
import { walk } from "./document.js";
import { kindWord } from "./kinds.js";
import { _, wordsOf } from "./words.js";

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/** [{label, mine, theirs}]: texts of what differs; undefined where a version does not have it. */
export function comparedItems(mine, theirs, lang) {
  const found = [];
  const add = (label, one, other, tell) => {
    if (!same(one, other)) found.push({ label, mine: one && tell(one), theirs: other && tell(other) });
  };
  const words = (map) => wordsOf(map, lang);
  for (const [name, label] of [["title", _("Title")], ["description", _("What people read above it")], ["purpose", _("What it is for")]]) add(label, mine[name], theirs[name], words);
  const [ours, others] = [mine, theirs].map((doc) => new Map([...walk(doc)].map(({ item }) => [item.key, item])));
  for (const key of new Set([...ours.keys(), ...others.keys()])) {
    const label = words((ours.get(key) ?? others.get(key)).label) || _("A question without words");
    add(label, ...[ours, others].map((all) => all.has(key) ? { ...all.get(key), items: undefined } : undefined), (item) => tellItem(item, words));
  }
  const order = (all) => [...all.values()].map((item) => words(item.label)).join(" · ");
  if (found.length === 0 && order(ours) !== order(others)) found.push({ label: _("Order"), mine: order(ours), theirs: order(others) });
  for (const [name, label] of [["stages", _("Steps")], ["roles", _("People")], ["scales", _("Scales")], ["computed", _("Scores")]]) {
    add(label, mine[name], theirs[name], (part) => Object.entries(part).map(([key, one]) => words(one.label ?? one.title) || key).join(" · "));
  }
  return found;
}

function tellItem(item, words) {
  const inner = [...(item.options ?? []), ...(item.rows ?? [])].map((one) => words(one.label));
  return [words(item.label), kindWord(item.type), words(item.help), ...inner].filter(Boolean).join(" · ");
}
