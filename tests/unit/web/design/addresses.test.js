import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";

import { factsOf, scoreWords } from "../../../../gateway/web/assets/design/conditions.js";
import { addressAt, addressIn, change, find, itemOf, move, places, remove, walk } from "../../../../gateway/web/assets/design/document.js";
import { Drawer } from "../../../../gateway/web/assets/design/drawer.js";
import { placeOf } from "../../../../gateway/web/assets/design/problems-panel.js";
import { Store } from "../../../../gateway/web/assets/design/store.js";

const library = join(import.meta.dirname, "../../../../services/forms/library");
const FORMS = readdirSync(library).filter((name) => name.endsWith(".json")).sort();
const read = (name) => JSON.parse(readFileSync(join(library, name)));
const addressed = (doc) => [...walk(doc)].map(({ item, parent }) => [addressIn(parent, item.key), item]);
const TALK = read("progress-talk.json");
const storeOf = (document) => new Store({ base: "", draft: { rev: 1, document, problems: [] }, post: async () => ({ status: 500, data: {} }) });

describe("an item of the library is found where it stands", () => {
  test.each(FORMS)("%s", (name) => {
    const doc = read(name);
    const all = addressed(doc);
    expect(new Set(all.map(([address]) => address)).size).toBe(all.length);
    for (const [address, item] of all) {
      expect(itemOf(doc, address)).toBe(item);
      const changed = addressed(change(doc, address, { label: { en: "Other words" } }));
      expect(changed.filter(([, one]) => one.label.en === "Other words").map(([where]) => where)).toEqual([address]);
      const left = new Map(addressed(remove(doc, address)));
      const within = [...walk({ items: [item] })].length;
      expect(left.has(address)).toBe(false);
      expect(left.size).toBe(all.length - within);
    }
  });
});

describe("two lists that ask something under one key", () => {
  test("selecting the second shows the second, and it stays selected where it goes", () => {
    const store = storeOf(structuredClone(TALK));
    store.select("item", "goals/what");
    expect(find(store.doc, store.selected.key).parent.key).toBe("goals");
    const place = { parent: null, index: 0 };
    store.apply(move(store.doc, "goals/what", place), "Moved", { moved: ["goals/what", addressAt(store.doc, "goals/what", place)] });
    expect(store.selected.key).toBe("what");
    expect(find(store.doc, "what").parent).toBe(null);
    expect(find(store.doc, "agreements/what").parent.key).toBe("agreements");
    vi.stubGlobal("document", { getElementById: () => null });
    store.undo();
    vi.unstubAllGlobals();
    expect(store.selected).toEqual({ kind: "form", key: null });
  });

  test("neither goes into the list of the other, where its key is taken", () => {
    const of = (address) => places(TALK, address).map(({ parent }) => parent);
    expect(of("goals/what")).not.toContain("agreements");
    expect(of("goals/what")).toContain("goals");
    expect(move(TALK, "goals/what", { parent: "agreements", index: 0 })).toBe(TALK);
  });

  test("each is drawn as itself", () => {
    const drawer = new Drawer({ url: "", post: async () => ({}), drawn: () => {} });
    const { keys, looks } = drawer.compare(TALK, "en");
    expect(keys).toEqual(expect.arrayContaining(["agreements/what", "goals/what"]));
    expect(looks.get("goals/what")).not.toBe(looks.get("agreements/what"));
  });

  test("a rule of the second is about the row of the second", () => {
    const facts = factsOf(TALK, { without: "goals/what", lang: "en" });
    const own = itemOf(TALK, "goals").items.filter(({ key }) => key !== "what").map(({ key }) => key);
    expect(facts.slice(0, own.length).map(({ path }) => path)).toEqual(own);
    expect(facts.some(({ path }) => path === "what")).toBe(false);
  });

  test("a problem of the second leads to the second", () => {
    expect(placeOf(TALK, "items/goals/items/what/label").key).toBe("goals/what");
    expect(placeOf(TALK, "items/agreements/what").key).toBe("agreements/what");
    expect(placeOf(TALK, "items/goals").key).toBe("goals");
  });

  test("what is new in a list gets its name there", () => {
    const doc = structuredClone(TALK);
    itemOf(doc, "goals").items.push({ type: "text", key: "new-1", label: { en: "Why", nl: "Waarom" } });
    const store = storeOf(doc);
    store.lang = "en";
    store.select("item", "goals/new-1");
    store.settle("item", "goals/new-1");
    expect(store.selected.key).toBe("goals/why");
    expect(itemOf(store.doc, "goals/why").label.en).toBe("Why");
  });
});

test("a question of a list in a section stands at one of the places it may go to", () => {
  const list = { key: "list", type: "repeat", label: {}, items: [{ key: "a", type: "text", label: {} }, { key: "b", type: "date", label: {} }] };
  const doc = { items: [{ key: "part", type: "section", label: {}, items: [list] }, { key: "c", type: "text", label: {} }] };
  expect(places(doc, "list/b").filter(({ parent }) => parent === "list").map(({ index, after }) => [index, after?.key ?? null])).toEqual([[0, null], [1, "a"]]);
  expect(itemOf(move(doc, "list/b", { parent: "list", index: 0 }), "list").items.map(({ key }) => key)).toEqual(["b", "a"]);
  expect(places(doc, "c").map(({ parent }) => parent)).toContain("list");
});

test("a score without words is called after what it asks, never by its key", () => {
  const doc = { items: [{ key: "skills", type: "rubric", label: { nl: "Vaardigheden" }, rows: [] }], computed: { skills_typical: { median: [{ get: "skills.*" }] }, skills_low: { min: [{ get: "skills.*" }] }, twice: { mul: [{ get: "skills_low" }, 2] }, said: 1 }, names: { said: { label: { nl: "Gezegd" } } } };
  const words = Object.keys(doc.computed).map((name) => scoreWords(doc, name, "nl"));
  expect(words).toEqual(["Score: Vaardigheden", "Score: Vaardigheden (2)", "Score 3", "Gezegd"]);
});
