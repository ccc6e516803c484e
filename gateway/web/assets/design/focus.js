/*
 * Where the focus goes when what had it moved, went away or may no longer be pressed: along with it, to its neighbour,
 * or to the heading of its part of the page. Never to the page itself, where the next Tab begins at the top.
 */

/** One of several that can be moved or taken away. */
const ONE = "li, .score, .group-line, .route-option, .rule";

/** What stands for one of them: what selects it, what it is written in, else what can be pressed in it. */
const MAIN = [".canvas-item__name, .path__button, .programme-line__text, .emission-line__open", "input, select, textarea", "button"];

const PARTS = ".builder__panel, .builder__work, .builder__outline";

const canHave = (element) => element.isConnected && !element.disabled && element.checkVisibility();

/** What has the focus, and what is around it. Read before a change is drawn; null where nothing has it. */
export function heldNow() {
  const held = document.activeElement;
  if (!held || held === document.body) return null;
  return { held, around: around(held), part: held.closest(PARTS) };
}

function around(held) {
  const found = [];
  for (let one = held.closest(ONE); one; one = one.parentElement.closest(ONE)) {
    found.push({ one, holder: one.parentElement, place: alike(one.parentElement, one).indexOf(one) });
  }
  return found;
}

/** Neighbours of the same sort; between questions stand lines for adding. */
const alike = (holder, one) => [...holder.children].filter((each) => each.tagName === one.tagName && each.classList[0] === one.classList[0]);

/** After the change was drawn: nothing to do where something else took the focus meanwhile. */
export function keepFocus({ held, around: ones, part }) {
  const isLost = document.activeElement === document.body || (document.activeElement === held && held.disabled);
  if (!isLost) return;
  const next = canHave(held) ? held : (neighbour(ones) ?? beside(held));
  if (next) next.focus();
  else focusHeading(part?.isConnected ? part : document.querySelector(".builder__panel"));
}

function neighbour(ones) {
  for (const { one, holder, place } of ones) {
    const left = one.isConnected ? [one] : alike(holder, one);
    const found = holder.isConnected && left.length && mainOf(left[Math.min(place, left.length - 1)] ?? left[0]);
    if (found) return found;
  }
  return undefined;
}

function mainOf(one) {
  for (const kind of MAIN) {
    const found = [...one.querySelectorAll(kind)].find(canHave);
    if (found) return found;
  }
  return undefined;
}

/** Undo, when there is nothing left to undo, gives the focus to Redo. */
const beside = (held) => [held.nextElementSibling, held.previousElementSibling].find((one) => one?.matches("button") && canHave(one));

/** A heading is no stop of the Tab key; it can be read from. */
export function focusHeading(part) {
  const heading = part?.querySelector("h2");
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}
