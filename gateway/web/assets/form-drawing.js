/* A signature drawn with pen, finger or mouse. The name field beside it does the same by keyboard. */
import SignaturePad from "signature_pad";

import { addFile } from "./form-files.js";

export function startDrawings(form, changed) {
  for (const place of form.querySelectorAll("[data-draw]")) startOne(form, place, changed);
}

function startOne(form, place, changed) {
  if (!place.dataset.beginUrl) return;
  const area = place.querySelector("[data-draw-pad]");
  const canvas = area.querySelector("canvas");
  area.hidden = false;
  const pad = new SignaturePad(canvas, { penColor: "#111", backgroundColor: "#fff" });
  const field = form.elements.namedItem(`${place.dataset.draw}.file`);
  const say = (text) => {
    place.querySelector("[data-file-status]").textContent = text;
  };
  place.querySelector("[data-draw-clear]").addEventListener("click", () => {
    pad.clear();
    field.value = "";
    say("");
    changed();
  });
  place.querySelector("[data-draw-use]").addEventListener("click", async () => {
    if (pad.isEmpty()) return canvas.focus();
    const added = await addFile(form, place, await pictureOf(canvas), say);
    if (added) field.value = added.file_id;
    return changed();
  });
}

function pictureOf(canvas) {
  return new Promise((resolve) => {
    canvas.toBlob((blob) => resolve(new File([blob], "signature.png", { type: "image/png" })), "image/png");
  });
}
