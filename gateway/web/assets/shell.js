/* What every page has: menus, dialogs, toasts, theme, error summary, show password. All by delegation. */
import { fadeLater } from "./toast.js";

const YEAR = 31536000;

export function startShell(root) {
  root.addEventListener("click", onClick);
  root.addEventListener("keydown", onKey);
  root.addEventListener("dragover", (event) => markUpload(event, true));
  root.addEventListener("dragleave", (event) => markUpload(event, false));
  root.addEventListener("drop", onDrop);
  root.addEventListener("submit", onSubmit);
  for (const button of root.querySelectorAll("[data-show-password]")) button.hidden = false;
  for (const toast of root.querySelectorAll("#toasts [data-toast]")) fadeLater(toast, 12);
  root.querySelector("dialog[data-open-now]")?.showModal();
  root.querySelector("[data-error-summary]")?.focus();
}

function onClick(event) {
  const target = event.target;
  closeMenusExcept(target.closest("[data-menu]"));
  const found = (selector) => target.closest(selector);
  if (found("[data-open-dialog]")) openDialog(found("[data-open-dialog]").dataset.openDialog);
  else if (found("[data-close-dialog]")) found("dialog")?.close();
  else if (found("[data-close-toast]")) found("[data-toast]").remove();
  else if (found("[data-theme-set]")) setTheme(found("[data-theme-set]"));
  else if (found("[data-show-password]")) showPassword(found("[data-show-password]"));
  else if (found("[data-print]")) print();
  else if (target.matches("dialog[open]") && isOutside(event, target)) target.close();
  else if (found("[data-error-summary] a")) goToField(event, found("a"));
}

/** Nothing of a person stays on the device after log-out. */
function onSubmit(event) {
  if (event.target.matches("[data-sign-out]")) indexedDB.deleteDatabase("tessera-drafts");
}

function onKey(event) {
  if (event.key !== "Escape") return;
  const open = document.querySelector("[data-menu][open]");
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
}

function closeMenusExcept(kept) {
  for (const menu of document.querySelectorAll("[data-menu][open]")) {
    if (menu !== kept) menu.open = false;
  }
}

function openDialog(id) {
  const dialog = document.getElementById(id);
  if (dialog && !dialog.open) dialog.showModal();
}

function isOutside(event, dialog) {
  const box = dialog.getBoundingClientRect();
  return (
    event.clientX < box.left || event.clientX > box.right ||
    event.clientY < box.top || event.clientY > box.bottom
  );
}

/** "" means: as the device does. The server repeats the cookie as data-theme. */
function setTheme(button) {
  const theme = button.dataset.themeSet;
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
  const safe = location.protocol === "https:" ? "; Secure" : "";
  const cookie = button.parentElement.dataset.themeSwitch;
  document.cookie = `${cookie}=${theme}; Path=/; Max-Age=${theme ? YEAR : 0}; SameSite=Lax${safe}`;
  for (const other of button.parentElement.children) {
    other.setAttribute("aria-pressed", String(other === button));
  }
}

function showPassword(button) {
  const input = document.getElementById(button.dataset.showPassword);
  const show = input.type === "password";
  input.type = show ? "text" : "password";
  button.setAttribute("aria-pressed", String(show));
}

/** A link of the error summary puts the focus into the answer, not only the page there. */
function goToField(event, link) {
  const field = document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!field) return;
  event.preventDefault();
  const control = field.matches("input, select, textarea")
    ? field
    : field.querySelector("input:not([type=hidden]), select, textarea") ?? field;
  control.focus({ preventScroll: true });
  field.scrollIntoView({ block: "center" });
}

function markUpload(event, over) {
  const zone = event.target.closest?.("[data-upload]");
  if (!zone) return;
  event.preventDefault();
  zone.classList.toggle("upload--over", over);
}

function onDrop(event) {
  const zone = event.target.closest?.("[data-upload]");
  if (!zone) return;
  markUpload(event, false);
  const input = zone.querySelector("input[type=file]");
  input.files = event.dataTransfer.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}
