/*
 * Files go straight to the object store, in parts, each tried again when the network fails; the page hears of the
 * result by its live topic.
 */
import { answerOf } from "./sending.js";

const TRIES = 4;

for (const zone of document.querySelectorAll("[data-upload-files]")) {
  zone.querySelector("input[type=file]").addEventListener("change", (event) => uploadAll(zone, event.target));
}

async function uploadAll(zone, input) {
  for (const file of [...input.files]) await uploadOne(zone, file);
  input.value = "";
  globalThis.dispatchEvent(new Event("online"));
}

async function uploadOne(zone, file) {
  const say = (word, percent = 0) => {
    const text = zone.dataset[word].replace("{name}", file.name).replace("{percent}", percent);
    zone.querySelector("[data-upload-status]").textContent = text;
  };
  say("wordBusy");
  const begun = await post(zone.dataset.beginUrl, {
    name: file.name,
    size: file.size,
    media_type: file.type || "application/octet-stream",
    folder_id: zone.dataset.folder,
  });
  if (!begun.ok) return say("wordFailed");
  const { upload_id: id, part_bytes: size, parts } = begun.data;
  const sent = [];
  for (const part of parts) {
    const etag = await put(part.url, file.slice((part.number - 1) * size, part.number * size));
    if (!etag) return say("wordFailed");
    sent.push({ number: part.number, etag });
    say("wordBusy", Math.round((100 * sent.length) / parts.length));
  }
  const finished = await post(zone.dataset.finishUrl.replace("{id}", id), { parts: sent });
  if (finished.ok) return say("wordDone");
  if (finished.data?.refused) zone.querySelector("[data-upload-status]").textContent = finished.data.refused;
  else say("wordFailed");
}

function post(url, body) {
  const headers = { "Content-Type": "application/json", "Idempotency-Key": crypto.randomUUID() };
  return answerOf(url, { method: "POST", headers, body: JSON.stringify(body) });
}

async function put(url, bytes) {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    try {
      const response = await fetch(url, { method: "PUT", body: bytes, credentials: "omit" });
      if (response.ok) return response.headers.get("ETag")?.replaceAll('"', "");
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 500 * 2 ** attempt));
    }
  }
  return null;
}
