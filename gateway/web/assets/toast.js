/* Short messages in the live region; a toast with an action stays longer. */
const SECONDS = 8;

/** Show `message`; `action` is {label, run}. Returns a function that takes the toast away. */
export function showToast(message, { action, seconds = SECONDS } = {}) {
  const region = document.getElementById("toasts");
  const template = document.getElementById("toast-template");
  if (!region || !template) return () => {};
  const toast = template.content.firstElementChild.cloneNode(true);
  toast.querySelector(".grow").textContent = message;
  if (action) toast.querySelector("[data-close-toast]").before(actionButton(action, toast));
  region.append(toast);
  fadeLater(toast, seconds);
  return () => toast.remove();
}

function actionButton({ label, run }, toast) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--action";
  button.textContent = label;
  button.addEventListener("click", () => {
    toast.remove();
    run();
  });
  return button;
}

/** Take a toast away after a while, but never while somebody points at it or has the focus in it. */
export function fadeLater(toast, seconds = SECONDS) {
  const tick = () => {
    if (!toast.isConnected) return;
    if (toast.matches(":hover, :focus-within")) setTimeout(tick, 2000);
    else toast.remove();
  };
  setTimeout(tick, seconds * 1000);
}
