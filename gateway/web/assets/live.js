/*
 * Live pages: the stream says which topic changed, never what; the fragments with that data-topic are fetched again
 * through the usual door, so the permissions of the page apply.
 *
 *   <body data-live-topics="learner:123 badge" data-events="/events">
 *   <section data-topic="learner:123" data-fragment="/dashboard/areas" id="areas"> ... </section>
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
  const topics = root.body?.dataset.liveTopics;
  if (!topics) return;
  const live = new Live(root.body.dataset.events, topics.split(" "));
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
    this.source = new EventSource(this.address);
    this.source.addEventListener("open", () => this.opened());
    this.source.addEventListener("error", () => this.failed());
    for (const name of ["view_changed", "badge_changed"]) {
      this.source.addEventListener(name, (event) => refetch(topicsOf(event.data)));
    }
    this.source.addEventListener("access_revoked", () => location.reload());
  }

  opened() {
    // Events in between are lost: after a gap everything is fetched again.
    if (this.wasOpen) refetchAll();
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

/** Fetch the fragments of these topics again. Asked for while one is under way, it comes once more afterwards. */
export function refetch(topics) {
  const wanted = new Set(topics);
  const fragments = [...document.querySelectorAll("[data-topic]")];
  fetchAgain(fragments.filter((part) => part.dataset.topic.split(" ").some((topic) => wanted.has(topic))));
}

const busy = new Map();

function fetchAgain(fragments) {
  for (const fragment of fragments) {
    if (!fragment.id) continue;
    if (busy.has(fragment.id)) busy.set(fragment.id, true);
    else void fetchOne(fragment);
  }
}

async function fetchOne(fragment) {
  const { id } = fragment;
  busy.set(id, false);
  try {
    await globalThis.htmx.ajax("GET", fragment.dataset.fragment ?? location.href, {
      source: fragment,
      target: fragment,
      swap: "outerMorph",
      select: `#${CSS.escape(id)}`,
    });
    announce(id);
  } finally {
    const again = busy.get(id);
    busy.delete(id);
    if (again) fetchAgain([document.getElementById(id)].filter(Boolean));
  }
}

function announce(id) {
  const words = document.getElementById(id)?.dataset.announce;
  if (words) showToast(words, { seconds: 5 });
}
