import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { Drawer } from "../../../../gateway/web/assets/design/drawer.js";
import { placeOf, problemsOf } from "../../../../gateway/web/assets/design/problems-panel.js";
import { readDays } from "../../../../gateway/web/assets/design/fields.js";
import { Saver } from "../../../../gateway/web/assets/design/saver.js";
import { comparedParts } from "../../../../gateway/web/assets/design/comparing.js";

// A clock of the test's own: how busy the machine is decides nothing.
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());
const pause = (ms) => vi.advanceTimersByTimeAsync(ms);

function saving(replies) {
  const told = [];
  const post = vi.fn(async () => replies.shift() ?? { status: 200, data: { rev: 9 } });
  const document = { title: { en: "One" } };
  const seen = { saved: vi.fn(), conflict: vi.fn(), stuck: vi.fn() };
  const saver = new Saver({ url: "/save", rev: 1, wait: 5, again: 5, post, read: () => document, say: (state) => told.push(state), ...seen });
  return { saver, post, told, ...seen };
}

describe("a draft", () => {
  test("is saved a moment after the last change, once, with the newest rev", async () => {
    const { saver, post, told, saved } = saving([{ status: 200, data: { rev: 2, problems: [] } }]);
    saver.changed();
    saver.changed();
    await pause(30);
    expect(post).toHaveBeenCalledTimes(1);
    expect(post.mock.calls[0][1].rev).toBe(1);
    expect([saver.rev, told.at(-1), saved.mock.calls.length]).toEqual([2, "saved", 1]);
  });

  test("stops when somebody else saved, until the author has chosen", async () => {
    const { saver, post, told, conflict } = saving([{ status: 412, data: { rev: 7 } }]);
    saver.changed();
    await pause(20);
    expect([told.at(-1), conflict.mock.calls[0][0].rev]).toEqual(["attention", 7]);
    saver.changed();
    await pause(20);
    expect(post).toHaveBeenCalledTimes(1);
    saver.goOn(7, { dirty: true });
    await pause(20);
    expect(post.mock.calls[1][1].rev).toBe(7);
  });

  test("stays unsaved and says why when it was refused, until it was changed", async () => {
    const { saver, post, told, stuck } = saving([{ status: 422, data: { message: "Too large." } }]);
    saver.changed();
    await pause(30);
    expect([saver.dirty, told.at(-1), post.mock.calls.length]).toEqual([true, "attention", 1]);
    expect(stuck.mock.calls).toEqual([[{ kind: "refused", words: "Too large." }]]);
    saver.changed();
    await pause(30);
    expect([saver.dirty, told.at(-1), stuck.mock.calls.at(-1)]).toEqual([false, "saved", [null]]);
  });

  test.each([
    ["loggedOut", { status: 401, data: { log_in: "/sign-in" } }],
    ["otherPerson", { status: 403, data: { otherPerson: true } }],
    ["offline", { status: 0, data: {} }],
    ["busy", { status: 503, data: {} }],
  ])("goes on by itself once what stopped it has passed: %s", async (kind, answer) => {
    const { saver, told, stuck } = saving([answer, answer]);
    saver.changed();
    await saver.save();
    expect([told.at(-1), stuck.mock.calls[0][0].kind]).toEqual(["attention", kind]);
    await pause(40);
    expect([saver.dirty, told.at(-1), stuck.mock.calls.at(-1)[0]]).toEqual([false, "saved", null]);
  });

  test("is sent no more once it is gone, and what is written then stays unsaved", async () => {
    const { saver, post, told, stuck } = saving([{ status: 404, data: {} }]);
    saver.changed();
    await pause(20);
    saver.changed();
    await pause(20);
    expect([post.mock.calls.length, saver.dirty, told.at(-1)]).toEqual([1, true, "attention"]);
    expect(stuck.mock.calls[0][0].kind).toBe("gone");
  });
});

test("only what looks different is drawn again", async () => {
  const asked = [];
  const post = async (_url, { keys }) => {
    asked.push(keys);
    return { status: 200, data: { parts: Object.fromEntries(keys.map((key) => [key, `<p>${key}</p>`])) } };
  };
  const drawer = new Drawer({ url: "/draw", post, drawn: () => {}, wait: 1 });
  const item = (key, label) => ({ type: "text", key, label: { en: label } });
  drawer.draw({ items: [item("a", "A"), item("b", "B")] }, "en");
  await pause(15);
  drawer.draw({ items: [item("b", "Other"), item("a", "A")] }, "en");
  await pause(15);
  drawer.draw({ items: [item("b", "Other"), item("a", "A")], scales: { s: {} } }, "en");
  await pause(15);
  expect(asked).toEqual([["a", "b"], ["b"], ["b", "a"]]);
  expect(drawer.of("a")).toBe("<p>a</p>");
});

test("a problem leads to what it is about", () => {
  const doc = { items: [{ type: "section", key: "s", items: [{ type: "text", key: "t" }] }], stages: [{ id: "ask" }], roles: { learner: {} }, scales: {} };
  expect(placeOf(doc, "items/t/show")).toEqual({ kind: "item", key: "t", tab: "rules" });
  expect(placeOf(doc, "items/s/items/t/label")).toEqual({ kind: "item", key: "t", tab: "content" });
  expect(placeOf(doc, "stages/ask")).toEqual({ kind: "step", key: "ask" });
  expect(placeOf(doc, "computed/x")).toEqual({ kind: "scores", key: null });
  expect(placeOf(doc, "items/gone")).toEqual({ kind: "form", key: null });
});

test("a problem is counted at its own question and at the list that holds it, not at one of the same key", () => {
  const inside = { items: [{ type: "text", key: "about" }] };
  const doc = { items: [{ type: "repeat", key: "goals", ...inside }, { type: "repeat", key: "agreements", ...inside }, { type: "text", key: "about2" }] };
  const store = { doc, problems: [{ path: "items/agreements/about/label" }, { path: "items/about2" }] };
  expect(["goals", "goals/about", "agreements", "agreements/about", "about2"].map((address) => problemsOf(store, address))).toEqual([0, 0, 1, 1, 1]);
});

test("days are read however they are separated", () => {
  expect(readDays("7, 3 ; 14 en 3")).toEqual([3, 7, 14]);
  expect(readDays("soon")).toBe(undefined);
});

test("two versions are compared in words, only where they differ", () => {
  const doc = (label, title) => ({ title: { en: title }, items: [{ type: "yesno", key: "q", label: { en: label } }], stages: [], roles: {} });
  expect(comparedParts(doc("A", "T"), doc("A", "T"), "en")).toEqual([]);
  const [title, item] = comparedParts(doc("A", "T"), doc("B", "U"), "en");
  expect([title.mine, title.theirs]).toEqual(["T", "U"]);
  expect([item.label, item.mine, item.theirs]).toEqual(["A", "A · Yes or no", "B · Yes or no"]);
});
