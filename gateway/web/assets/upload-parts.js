/* One file to the object store, in parts, each tried again when the network fails. */
import { answerOf } from "./sending.js";

const TRIES = 4;

/**
 * Announce, send, finish. Answers {ok, data, again} of the finish, or {ok: false, data: {refused}}; `again` finishes
 * once more, which changes nothing and says how the file stands by then.
 */
export async function sendFile(file, { beginUrl, about, headers = {}, finishUrl, onProgress = () => {} }) {
  const type = file.type || "application/octet-stream";
  const announced = { name: file.name, size: file.size, media_type: type, ...about };
  const begun = await post(beginUrl, announced, headers);
  if (!begun.ok) return { ok: false, data: begun.data };
  const { part_bytes: size, parts } = begun.data;
  const sent = [];
  for (const part of parts) {
    const etag = await put(part.url, file.slice((part.number - 1) * size, part.number * size));
    if (!etag) return { ok: false };
    sent.push({ number: part.number, etag });
    onProgress(Math.round((100 * sent.length) / parts.length));
  }
  const again = () => post(begun.data.finish_url ?? finishUrl(begun.data), { parts: sent }, headers);
  return { ...(await again()), again };
}

export function post(url, body, headers = {}) {
  const all = { "Content-Type": "application/json", "Idempotency-Key": crypto.randomUUID(), ...headers };
  return answerOf(url, { method: "POST", headers: all, body: JSON.stringify(body) });
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
