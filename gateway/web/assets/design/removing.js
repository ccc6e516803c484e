/* After something was taken away the focus is on its neighbour, else where one is added; never nowhere. */

/**
 * Press of a button that takes away the thing it stands at. `act` does so; the buttons of such things share a
 * `data-do`. `land`: from the button of the neighbour to what gets the focus; `otherwise`: a selector, of none left.
 */
export function takingAway(event, act, { land = (button) => button, otherwise }) {
  const pressed = event.currentTarget;
  const editor = pressed.closest(".editor > *");
  const alike = `[data-do="${pressed.dataset.do}"]`;
  const place = [...editor.querySelectorAll(alike)].indexOf(pressed);
  act();
  void editor.updateComplete.then(() => {
    const left = [...editor.querySelectorAll(alike)];
    const next = left[place] ?? left.at(-1);
    (next ? land(next) : editor.querySelector(otherwise))?.focus();
  });
}
