/* Legends of charts. Delegated on the document: a refreshed chart keeps working, and what was hidden stays hidden. */

const hidden = new Map(); // chart id -> set of series keys

export function startCharts(root) {
  for (const name of ["pointerover", "focusin"]) root.addEventListener(name, (e) => point(e, true));
  for (const name of ["pointerout", "focusout"]) root.addEventListener(name, (e) => point(e, false));
  root.addEventListener("click", onClick);
  root.addEventListener("htmx:after:swap", () => restore(root));
}

const chartOf = (element) => element.closest?.("[data-chart]");
const buttons = (chart) => [...chart.querySelectorAll("[data-series-button]")];
const drawings = (chart, key) => chart.querySelectorAll(`[data-series="${CSS.escape(key)}"]`);

function point(event, strong) {
  const button = event.target.closest?.("[data-series-button]");
  if (button) thicken(button, strong);
}

function thicken(button, strong) {
  const chart = chartOf(button);
  const key = button.dataset.seriesButton;
  const seen = strong && button.getAttribute("aria-pressed") === "true";
  chart.toggleAttribute("data-strong", seen);
  for (const drawing of drawings(chart, key)) drawing.toggleAttribute("data-strong", seen);
}

function onClick(event) {
  const button = event.target.closest?.("[data-series-button]");
  if (button) return toggle(button);
  const only = event.target.closest?.("[data-series-only]");
  if (only) showOnly(chartOf(only), only.dataset.seriesOnly);
}

/** What comes back under the finger or the focus comes back thick. */
function toggle(button) {
  setShown(chartOf(button), button, button.getAttribute("aria-pressed") !== "true");
  if (document.activeElement === button) thicken(button, true);
}

/** One line alone; pressed again, all of them. */
function showOnly(chart, key) {
  const all = buttons(chart);
  const alone = all.every((b) => (b.getAttribute("aria-pressed") === "true") === (b.dataset.seriesButton === key));
  for (const button of all) setShown(chart, button, alone || button.dataset.seriesButton === key);
}

function setShown(chart, button, shown) {
  const key = button.dataset.seriesButton;
  button.setAttribute("aria-pressed", String(shown));
  for (const drawing of drawings(chart, key)) {
    drawing.toggleAttribute("data-hidden", !shown);
    drawing.removeAttribute("data-strong");
  }
  if (!shown) chart.removeAttribute("data-strong");
  const kept = hidden.get(chart.id) ?? new Set();
  if (shown) kept.delete(key);
  else kept.add(key);
  hidden.set(chart.id, kept);
}

function restore(root) {
  for (const chart of root.querySelectorAll("[data-chart]")) {
    const kept = hidden.get(chart.id);
    if (!kept) continue;
    for (const button of buttons(chart)) {
      if (kept.has(button.dataset.seriesButton)) setShown(chart, button, false);
    }
  }
}
