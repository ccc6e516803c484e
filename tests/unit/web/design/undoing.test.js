import { expect, test, vi } from "vitest";

import { undoKeys } from "../../../../gateway/web/assets/design/undo-keys.js";

function pressed(key, held = {}) {
  const turns = { undo: vi.fn(), redo: vi.fn() };
  const event = { key, ctrlKey: true, ...held, preventDefault: vi.fn() };
  undoKeys(event, turns);
  return [turns.undo.mock.calls.length, turns.redo.mock.calls.length, event.preventDefault.mock.calls.length];
}

test("Ctrl+Z undoes, Ctrl+Y and Shift+Ctrl+Z do again, and the browser undoes nothing itself", () => {
  expect(pressed("z")).toEqual([1, 0, 1]);
  expect(pressed("Z", { shiftKey: true })).toEqual([0, 1, 1]);
  expect(pressed("y")).toEqual([0, 1, 1]);
  expect(pressed("z", { ctrlKey: false, metaKey: true })).toEqual([1, 0, 1]);
});

test("other keys are left alone", () => {
  expect(pressed("z", { ctrlKey: false })).toEqual([0, 0, 0]);
  expect(pressed("z", { altKey: true })).toEqual([0, 0, 0]);
  expect(pressed("a")).toEqual([0, 0, 0]);
});
