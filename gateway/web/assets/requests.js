/* htmx: which requests it may make, and what each carries along. An entry of its own: a form is filled without it. */
import "htmx.org/dist/htmx.esm.min.js";

import { showToast } from "./toast.js";

const token = () => document.querySelector('meta[name="csrf-token"]')?.content ?? "";

// In htmx 4 inheritance of attributes is explicit; a listener cannot be forgotten on a page.
document.addEventListener("htmx:config:request", (event) => {
  event.detail.ctx.request.headers["X-CSRF-Token"] = token();
});

document.addEventListener("htmx:before:request", (event) => {
  event.detail.ctx?.target?.setAttribute?.("aria-busy", "true");
});

document.addEventListener("htmx:finally:request", (event) => {
  event.detail.ctx?.target?.removeAttribute?.("aria-busy");
});

// Old content stays where it is; the person hears that it may be old.
for (const name of ["htmx:error", "htmx:response:error"]) {
  document.addEventListener(name, (event) => {
    const status = event.detail.ctx?.response?.status;
    if (status && status < 500) return;
    const words = document.documentElement.dataset.wordsOffline;
    if (words) showToast(words, { icon: "wifi-off" });
  });
}
