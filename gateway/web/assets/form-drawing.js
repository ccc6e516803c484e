/* A signature drawn with pen, finger or mouse. The name field beside it does the same by keyboard. */
import SignaturePad from "signature_pad";

import { addFile, forgetFile, say } from "./form-files.js";

/** Answers what Send waits for: until what was drawn is kept; false when that fails. */
export function startDrawings(form, changed) {
  const places = [...form.querySelectorAll("[data-draw]")].filter((place) => place.dataset.beginUrl);
  const drawings = places.map((place) => new Drawing(form, place, changed));
  return async () => {
    for (const drawing of drawings) if (!(await drawing.settled())) return false;
    return true;
  };
}

class Drawing {
  constructor(form, place, changed) {
    Object.assign(this, { form, place, changed });
    this.area = place.querySelector("[data-draw-pad]");
    this.canvas = this.area.querySelector("canvas");
    this.use = place.querySelector("[data-draw-use]");
    this.field = form.elements.namedItem(`${place.dataset.draw}.file`);
    this.url = place.dataset.removeUrl;
    this.area.hidden = false;
    this.pad = new SignaturePad(this.canvas, { penColor: "#111", backgroundColor: "#fff" });
    this.pad.addEventListener("beginStroke", () => this.drawn());
    this.use.addEventListener("click", () => void this.take());
    place.querySelector("[data-draw-clear]").addEventListener("click", () => this.clear());
    this.show();
    new ResizeObserver(() => this.fit()).observe(this.canvas);
  }

  /** As many pixels as the screen has for the field: the ink is under the finger, and what was drawn stays. */
  fit() {
    const ratio = Math.max(devicePixelRatio, 1);
    const [width, height] = [this.canvas.clientWidth * ratio, this.canvas.clientHeight * ratio].map(Math.round);
    if (!width || (this.canvas.width === width && this.canvas.height === height)) return;
    const drawn = this.pad.toData();
    Object.assign(this.canvas, { width, height });
    this.canvas.getContext("2d").scale(ratio, ratio);
    this.pad.fromData(drawn);
  }

  /** A signature of an earlier visit is shown as it was kept, in the place of an empty field. */
  show() {
    const isKept = Boolean(this.field.value) && this.pad.isEmpty();
    this.canvas.hidden = isKept;
    this.use.hidden = Boolean(this.field.value) && !this.waits;
    const kept = this.place.querySelector("[data-draw-kept]");
    if (kept) kept.hidden = !isKept;
  }

  say(...told) {
    say(this.place, ...told);
  }

  /** Another stroke makes it another signature. */
  drawn() {
    this.waits = true;
    this.say("");
    this.show();
  }

  clear() {
    this.pad.clear();
    this.replace("");
    this.waits = false;
    this.say("");
    this.show();
    this.changed();
  }

  replace(fileId, url) {
    void forgetFile(this.form, this.url);
    this.field.value = fileId;
    this.url = url;
  }

  /** Somebody who draws and presses Send means that signature. */
  async settled() {
    await this.taking;
    return !this.waits || this.take();
  }

  take() {
    if (this.pad.isEmpty()) {
      this.say(JSON.parse(this.place.dataset.words).empty, true);
      return false;
    }
    this.taking ??= this.keep().finally(() => {
      this.taking = null;
    });
    return this.taking;
  }

  async keep() {
    this.waits = false;
    const added = await addFile(this.form, this.place, await pictureOf(this.canvas), (...told) => this.say(...told));
    this.waits ||= !added;
    if (!added) return false;
    this.replace(added.file_id, added.remove_url);
    this.show();
    this.changed();
    return true;
  }
}

function pictureOf(canvas) {
  return new Promise((resolve) => {
    canvas.toBlob((blob) => resolve(new File([blob], "signature.png", { type: "image/png" })), "image/png");
  });
}
