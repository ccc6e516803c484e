/* What pasted rows bring besides outcomes and their words: levels, phases, and how they relate to other frameworks. */
import { edit } from "./tree.js";
import { _n } from "./words.js";

/** The document with pasted phases and lines of crosswalks beside those that are there; what is named alike is brought up to date. */
export function mergeBeside(doc, { phases = [], crosswalks = [] }) {
  if (!phases.length && !crosswalks.length) return doc;
  return edit(doc, (copy) => {
    for (const one of phases) {
      const there = copy.phases?.find(({ key }) => key === one.key);
      if (there) there.title = { ...there.title, ...one.title };
      else copy.phases = [...(copy.phases ?? []), structuredClone(one)];
    }
    for (const { to, maps } of crosswalks) for (const line of maps) relateLine(copy, to, structuredClone(line));
  });
}

function relateLine(copy, name, line) {
  let crosswalk = copy.crosswalks?.find(({ to }) => to === name);
  if (!crosswalk) copy.crosswalks = [...(copy.crosswalks ?? []), (crosswalk = { to: name, maps: [] })];
  const there = crosswalk.maps.find(({ from, to }) => from === line.from && to === line.to);
  if (there) Object.assign(there, line);
  else crosswalk.maps.push(line);
}

/** What a row brings to the levels of its outcome, in words; empty where it brings none. */
export function levelsBrought({ descriptors = {}, expected = [] }) {
  const described = Object.values(descriptors).reduce((sum, levels) => sum + Object.keys(levels).length, 0);
  return [described && _n("{n} level described", "{n} levels described", described), expected.length && _n("{n} expected level", "{n} expected levels", expected.length)].filter(Boolean).join(", ");
}

/** What comes along for the framework itself, in words. */
export function besideBrought({ phases = [], crosswalks = [] }) {
  const lines = crosswalks.reduce((sum, { maps }) => sum + maps.length, 0);
  return [phases.length && _n("{n} phase", "{n} phases", phases.length), lines && _n("{n} comparison with another framework", "{n} comparisons with other frameworks", lines)].filter(Boolean).join(", ");
}
