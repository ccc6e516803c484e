/* My documents: files go straight to the object store; the page hears of the result by its live topic. */
import { sendFile } from "./upload-parts.js";

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
  const finished = await sendFile(file, {
    beginUrl: zone.dataset.beginUrl,
    about: { folder_id: zone.dataset.folder },
    finishUrl: ({ upload_id: id }) => zone.dataset.finishUrl.replace("{id}", id),
    onProgress: (percent) => say("wordBusy", percent),
  });
  if (finished.ok) return say("wordDone");
  if (finished.data?.refused) zone.querySelector("[data-upload-status]").textContent = finished.data.refused;
  else say("wordFailed");
}
