/*
 * Send: one key per Send. The same key goes along with every retry, so a record can never be sent twice; whatever
 * happens, the input stays in the page and on the device.
 */
import { retryDelay } from "./live.js";
import { answerOf } from "./sending.js";

const FOR_GOOD = new Set([400, 401, 403, 404, 409, 410, 413, 422]);
const STILL_BUSY = "chassis.request_in_progress"; // the try before this one: the same key waits for its answer

export class Sender {
  constructor({ form, runner, drafts, say, done, refused }) {
    Object.assign(this, { form, runner, drafts, say, done, refused });
    this.attempt = 0;
    this.key = null;
    addEventListener("online", () => this.again());
  }

  /** Typing after a failed Send makes it another one. */
  forget() {
    clearTimeout(this.timer);
    this.key = null;
    this.attempt = 0;
  }

  /** `button`: the one that was pressed; its name and value are posted too, as without script. */
  async send(key = crypto.randomUUID(), button = null) {
    if (this.sending) return;
    this.key = key;
    this.button = button;
    await this.drafts.remember(key);
    await this.try();
  }

  again() {
    if (this.key && !this.sending) void this.try();
  }

  async try() {
    clearTimeout(this.timer);
    this.sending = true;
    this.say("sending");
    const key = this.key;
    // Not form.action: a button with that name would stand before it.
    const headers = { "Idempotency-Key": key };
    const answer = await answerOf(this.form.getAttribute("action"), { method: "POST", headers, body: this.body(key) });
    this.sending = false;
    if (answer.ok) return this.sent(answer);
    if (FOR_GOOD.has(answer.status) && answer.data?.code !== STILL_BUSY) return this.fail(answer);
    this.say(navigator.onLine ? "device" : "offline");
    this.timer = setTimeout(() => this.again(), answer.retryAfter ?? retryDelay(this.attempt));
    this.attempt += 1;
  }

  /** The same fields as without script; files only when some were chosen. */
  body(key) {
    const fields = new FormData(this.form);
    if (this.button?.name) fields.set(this.button.name, this.button.value);
    fields.set("idempotency_key", key);
    const files = [...fields.values()].some((value) => typeof value !== "string" && value.size > 0);
    if (files) return fields;
    return new URLSearchParams([...fields].filter(([, value]) => typeof value === "string"));
  }

  async sent(answer) {
    this.forget();
    await this.drafts.forget();
    this.say("saved");
    this.done(answer);
  }

  async fail(answer) {
    this.forget();
    await this.drafts.remember(null);
    this.say("attention");
    this.refused(answer);
  }
}
