/* Undo by keyboard wherever the focus is: the browser's own would take back letters that the document has already. */

/** Ctrl+Z, and Ctrl+Y or Shift+Ctrl+Z. */
export function undoKeys(event, { undo, redo }) {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
  const key = event.key.toLowerCase();
  if (key !== "z" && key !== "y") return;
  event.preventDefault();
  if (key === "y" || event.shiftKey) redo();
  else undo();
}
