/* The parts of an editor follow each other: what is selected in one is seen in the others, and the focus is never lost. */
import { focusHeading, heldNow, keepFocus } from "./focus.js";
import { button, html } from "./part.js";
import { _ } from "./words.js";

/** Begin to follow what the store of an editor says; gives back how to stop. */
export function follow(editor) {
  const { store } = editor;
  const state = { selected: store.selected, opener: null };
  let asked = false;
  const onChange = async () => {
    if (asked) return; // several changes of one press are drawn together
    asked = true;
    const before = heldNow();
    // Before the next press is heard: that one is meant for what has the focus now.
    await editor.updateComplete;
    await editor.querySelector("builder-canvas")?.updateComplete;
    asked = false;
    drawn(editor, state, before);
  };
  store.addEventListener("change", onChange);
  return () => store.removeEventListener("change", onChange);
}

function drawn(editor, state, before) {
  const panel = editor.querySelector(".builder__panel");
  const { selected } = editor.store;
  const isNew = selected.kind !== state.selected.kind || selected.key !== state.selected.key;
  state.selected = selected;
  if (panel && isNew) showSelected(editor, panel, state, before);
  if (before) keepFocus(before);
}

function showSelected(editor, panel, state, before) {
  panel.scrollTop = 0;
  const isInside = () => panel.contains(document.activeElement);
  if (isInside()) document.activeElement.scrollIntoView({ block: "nearest" });
  if (isSheet(panel)) {
    if (!panel.contains(before?.held ?? null)) state.opener = before?.held ?? null;
    if (!isInside()) focusHeading(panel);
    uncover(editor.querySelector(".canvas-item--now > .canvas-item__head"), panel);
  } else {
    if (document.activeElement === document.body) state.opener?.focus({ preventScroll: true });
    state.opener = null;
  }
  reveal(editor.querySelector(".builder__outline"), "[aria-current=true]");
  reveal(editor.querySelector(".builder__work"), ".path__step--now, .canvas-item--now", ".canvas-item--now > .canvas-item__head");
}

/** On a phone what is selected comes up from below. */
const isSheet = (panel) => getComputedStyle(panel).position === "fixed";

/** The sheet does not lie over what it is about. */
function uncover(head, sheet) {
  const box = head?.getBoundingClientRect();
  if (box && (box.bottom > sheet.getBoundingClientRect().top || box.top < 0)) head.scrollIntoView({ block: "start" });
}

/** Bring what is selected into view in a part that scrolls by itself; whoever chose it in there sees it already. */
function reveal(part, ...selectors) {
  if (part.contains(document.activeElement) || getComputedStyle(part).overflowY !== "auto") return;
  for (const selector of selectors) part.querySelector(selector)?.scrollIntoView({ block: "nearest", inline: "nearest" }); // of what is too high, its head
}

/** The button that puts the sheet away; `whole`: what is selected then. */
export const closing = (store, whole) => html`<div class="panel__close phone-only">${button(_("Close"), () => store.select(whole), { icon: "x", short: true, kind: "quiet" })}</div>`;
