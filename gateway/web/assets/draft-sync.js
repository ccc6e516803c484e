/*
 * Keeps a draft: on this device 0.6 s after the last input, then on the server with If-Match. The words beside Send
 * say where it is: saved | device | offline | sending | attention.
 */
import { retryDelay } from "./live.js";
import { answerOf } from "./sending.js";

const LOCAL_MS = 600;

export class DraftSync {
  constructor({ id, url, rev, store, runner, say, onConflict }) {
    Object.assign(this, { id, url, rev, store, runner, say, onConflict });
    this.dirty = false;
    this.attempt = 0;
    addEventListener("online", () => this.push());
    addEventListener("offline", () => this.dirty && this.say("offline"));
    addEventListener("pagehide", () => this.leave());
    document.addEventListener("visibilitychange", () => document.hidden && this.keepLocal());
  }

  changed() {
    this.dirty = true;
    this.say(navigator.onLine ? "sending" : "offline"); // never "Saved" beside unsaved words
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), LOCAL_MS);
  }

  async save() {
    const kept = await this.keepLocal();
    this.say(navigator.onLine ? (kept ? "device" : "sending") : "offline");
    await this.push();
  }

  async keepLocal() {
    if (!this.dirty) return true;
    navigator.storage?.persist?.();
    const { id, rev } = this;
    return this.store.write({ id, rev, entries: this.runner.entries, dirty: true, at: Date.now() });
  }

  /** One request at a time; what changed meanwhile goes with the next. */
  async push({ keepalive = false } = {}) {
    if (!this.url || !this.dirty || this.pushing || !navigator.onLine) return;
    this.pushing = true;
    this.dirty = false;
    this.say("sending");
    const answer = await this.request(keepalive);
    this.pushing = false;
    await this.pushed(answer);
  }

  request(keepalive) {
    const headers = { "Content-Type": "application/json" };
    if (this.rev) headers["If-Match"] = `"${this.rev}"`;
    const link = this.runner.form.elements.namedItem("link")?.value;
    if (link) headers["X-Link"] = link;
    const body = JSON.stringify({ answers: this.runner.answers });
    return answerOf(this.url, { method: "PUT", headers, body, keepalive });
  }

  async pushed(answer) {
    if (answer.ok) return this.stored(answer);
    this.dirty = true;
    if (answer.status === 412) {
      this.say("attention");
      this.onConflict(answer.data ?? {});
    } else if (answer.status === 0 || answer.status === 429 || answer.status >= 500) {
      this.say(navigator.onLine ? "device" : "offline");
      setTimeout(() => this.push(), answer.retryAfter ?? retryDelay(this.attempt));
      this.attempt += 1;
    } else {
      this.say("attention");
    }
  }

  async stored({ etag, data }) {
    this.attempt = 0;
    this.rev = etag ?? data?.rev ?? this.rev;
    if (this.dirty) return this.push();
    await this.store.forget(this.id);
    return this.say("saved");
  }

  /** The tab goes away: write at once, and let the request outlive the page. */
  leave() {
    clearTimeout(this.timer);
    if (!this.dirty) return;
    void this.keepLocal();
    void this.push({ keepalive: true });
  }

  stop() {
    clearTimeout(this.timer);
    this.dirty = false;
  }
}
