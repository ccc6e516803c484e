/* "Undo" for a minute: counts down in words once every ten seconds for readers, every second to see; then goes. */

export function startUndo(root) {
  for (const bar of root.querySelectorAll("[data-undo-until]")) countDown(bar);
}

/** Whole seconds until `until`, never below nought. */
export function secondsLeft(until, now) {
  return Math.max(0, Math.ceil((Date.parse(until) - now) / 1000));
}

function countDown(bar) {
  const place = bar.querySelector("[data-undo-seconds]");
  const tick = () => {
    const left = secondsLeft(bar.dataset.undoUntil, Date.now());
    if (place) place.textContent = left;
    if (left === 0) bar.remove();
    else setTimeout(tick, 1000);
  };
  tick();
}
