/*
 * What was typed, kept on this device until the server has it. One record per draft:
 * {id, entries, rev (of the server's draft it is based on), dirty, pending: {key, at} of a Send under way}.
 */
import { openDB } from "idb";

const NAME = "tessera-drafts"; // deleted at log-out (shell.js)

/** A place that remembers nothing, for browsers that forbid storage: the form works, only online. */
const NOWHERE = { read: async () => undefined, write: async () => false, forget: async () => {} };

/** At once: a form listens before the device's storage is open, which takes a slow phone a while. */
export function openDrafts() {
  const opening = opened().catch(() => NOWHERE);
  return {
    read: async (id) => (await opening).read(id),
    write: async (draft) => (await opening).write(draft),
    forget: async (id) => (await opening).forget(id),
  };
}

async function opened() {
  const db = await openDB(NAME, 1, {
    upgrade: (fresh) => void fresh.createObjectStore("drafts", { keyPath: "id" }),
  });
  return {
    read: (id) => db.get("drafts", id),
    write: async (draft) => Boolean(await db.put("drafts", draft)),
    forget: (id) => db.delete("drafts", id),
  };
}
