/*
 * Live pages: the stream says which topic changed, never what; the fragments with that data-topic are fetched again
 * through the usual door, so the permissions of the page apply.
 *
 *   <body data-live-topics="learner:123" data-events="/events">
 *   <section id="areas" data-topic="learner:123" data-fragment="/dashboard/areas"> ... </section>
 *
 * These requests say that nobody did anything: an open page must not keep a forgotten session alive.
 * Without data-fragment the page itself is fetched. The topic "badges" means the counts in the navigation.
 */
import { showToast } from "./toast.js";

const POLL_SECONDS = 60;
const FIRST_RETRY_MS = 1000;
const LAST_RETRY_MS = 30000;

/** Milliseconds before try n (0, 1, ...): doubled each time, with jitter so that browsers do not come back together. */
export function retryDelay(attempt, random = Math.random) {
  const base = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** attempt);
  return Math.round(base * (0.5 + random() / 2));
}

/** The topics an event names: `{"topic": "x"}`, `{"topics": [...]}` or the bare word. */
export function topicsOf(data) {
  try {
    const parsed = JSON.parse(data);
    if (typeof parsed === "string") return [parsed];
    return parsed.topics ?? (parsed.topic ? [parsed.topic] : []);
  } catch {
    return data ? [data] : [];
  }
}

export function startLive(root) {
  const { events, liveTopics = "" } = root.body?.dataset ?? {};
  if (!events) return;
  const live = new Live(events, liveTopics.split(" ").filter(Boolean));
  live.connect();
  root.addEventListener("visibilitychange", () => root.visibilityState === "visible" && live.wake());
  addEventListener("online", () => live.wake());
  addEventListener("pagehide", () => live.close());
  addEventListener("pageshow", (event) => event.persisted && live.wake());
}

class Live {
  constructor(address, topics) {
    this.address = `${address}?${new URLSearchParams(topics.map((topic) => ["topic", topic]))}`;
    this.attempt = 0;
    this.wasOpen = false;
  }

  connect() {
    clearTimeout(this.timer);
    this.source?.close();
    this.source = new EventSource(this.address, { withCredentials: true }); // may be a host of its own
    this.source.addEventListener("open", () => this.opened());
    this.source.addEventListener("error", () => this.failed());
    this.source.addEventListener("view_changed", (event) => refetch(topicsOf(event.data)));
    this.source.addEventListener("badge_changed", () => refetch(["badges"]));
    this.source.addEventListener("access_revoked", () => location.reload());
  }

  opened() {
    // Events in between are lost: after a gap everything is fetched again. So is it when the first stream came late.
    if (this.wasOpen || this.attempt) refetchAll();
    this.wasOpen = true;
    this.attempt = 0;
    clearInterval(this.poll);
    this.poll = undefined;
  }

  failed() {
    this.close();
    this.timer = setTimeout(() => this.connect(), retryDelay(this.attempt));
    this.attempt += 1;
    this.poll ??= setInterval(refetchAll, POLL_SECONDS * 1000);
  }

  wake() {
    if (!this.source || this.source.readyState === EventSource.CLOSED) this.connect();
    refetchAll();
  }

  close() {
    this.source?.close();
    clearTimeout(this.timer);
  }
}

function refetchAll() {
  if (document.visibilityState === "visible") fetchAgain(document.querySelectorAll("[data-topic]"));
}

/** Fetch the fragments of these topics again. */
export function refetch(topics) {
  const wanted = new Set(topics);
  const fragments = [...document.querySelectorAll("[data-topic]")];
  fetchAgain(fragments.filter((part) => part.dataset.topic.split(" ").some((topic) => wanted.has(topic))));
}

const addressOf = (fragment) => fragment.dataset.fragment ?? location.href;
const busy = new Map(); // address -> whether it was asked for once more meanwhile

/** One request per address, however many fragments come from it; asked for meanwhile, it goes once more. */
function fetchAgain(fragments) {
  for (const address of new Set([...fragments].map(addressOf))) {
    if (busy.has(address)) busy.set(address, true);
    else void fetchOne(address);
  }
}

async function fetchOne(address) {
  busy.set(address, false);
  try {
    const response = await fetch(address, { headers: { Accept: "text/html", "Tessera-By-Itself": "1" } });
    if (isClosed(response)) location.replace(location.href.split("#")[0]);
    else if (response.ok) await show(address, await response.text());
  } catch {
    // No connection: what stands there stays, the next event or poll comes back to it.
  } finally {
    const again = busy.get(address);
    busy.delete(address);
    if (again) void fetchOne(address);
  }
}

/**
 * Access that ended while nobody heard of it: refused, gone, or sent on to the log-in. Nothing of such a page stays on
 * the screen: loaded anew by its address it says that it is not open, or asks to log in.
 */
export const isClosed = ({ status, url }) => [403, 404].includes(status) || url.includes("/sign-in?");

async function show(address, text) {
  for (const fragment of document.querySelectorAll("[data-topic]")) {
    if (addressOf(fragment) !== address || !text.includes(`id="${fragment.id}"`)) continue;
    const { id } = fragment;
    const select = `#${CSS.escape(id)}`;
    await (await htmxHere()).swap({ text, target: fragment, sourceElement: fragment, select, swap: "outerMorph" });
    announce(id);
  }
}

/** Pages of a form do without htmx until something on them is newer. */
async function htmxHere() {
  if (!globalThis.htmx) await import("./requests.js");
  return globalThis.htmx;
}

/** What changed is said in words where the fragment has some (data-announce). */
function announce(id) {
  const words = document.getElementById(id)?.dataset.announce;
  if (words) showToast(words, { seconds: 5 });
}
