/*
 * Saves a draft while somebody works on it: 0.6 s after the last change, one request at a time, again when the
 * connection, or whoever works on it, is back. The server says the next `rev` and what is still wrong with the document.
 */
import { postJson } from "./requests.js";
import { isTriedAgain, troubleOf } from "./trouble.js";

const WAIT_MS = 600;
const AGAIN_MS = 5000;

export class Saver {
  /**
   * `read` gives the document of now, `say(state)` gets saved | saving | attention, `saved(reply)` what the server
   * says, `conflict(theirs)` the copy of somebody else: {rev, document, problems, by, when}, `stuck(trouble)` why it is
   * not saved, as in trouble.js; null when it is again.
   */
  constructor({ url, rev, read, say, saved, conflict, stuck = () => {}, wait = WAIT_MS, again = AGAIN_MS, post = postJson }) {
    Object.assign(this, { url, rev, read, say, saved, conflict, stuck, wait, againMs: again, post });
    this.dirty = false;
    this.busy = false;
    this.held = false;
    this.trouble = null;
    // Back from the tab in which somebody logged in, or on a network again.
    for (const name of ["focus", "online"]) globalThis.addEventListener?.(name, () => this.again());
  }

  changed() {
    this.dirty = true;
    this.say(this.held ? "attention" : "saving");
    clearTimeout(this.timer);
    if (!this.held) this.timer = setTimeout(() => void this.save(), this.wait);
  }

  /** Save now; resolves when everything changed so far is saved, or cannot be. */
  async save() {
    clearTimeout(this.timer);
    if (this.busy || !this.dirty || this.held) return this.running;
    this.running = this.send();
    return this.running;
  }

  async send() {
    this.busy = true;
    this.dirty = false;
    const { status, data } = await this.post(this.url, { rev: this.rev, document: this.read() });
    this.busy = false;
    if (status === 200) this.done(data);
    else if (status === 412) this.stopFor(data);
    else this.fail(status, data);
    if (this.dirty && !this.held && status === 200) await this.save();
  }

  done(data) {
    this.rev = data.rev;
    this.tell(null);
    if (!this.dirty) this.say("saved");
    this.saved(data);
  }

  /** Nothing more is sent until the author has chosen. */
  stopFor(theirs) {
    this.dirty = true;
    this.held = true;
    this.say("attention");
    this.conflict(theirs);
  }

  /** The author chose: what stands here now goes on from their `rev`. */
  goOn(rev, { dirty }) {
    this.rev = rev;
    this.held = false;
    this.dirty = false;
    if (dirty) this.changed();
    else this.say("saved");
  }

  /** What is gone takes nothing any more; what was refused is sent again once it was changed. */
  fail(status, data) {
    this.dirty = true;
    this.say("attention");
    this.tell(troubleOf(status, data));
    this.held = this.trouble.kind === "gone";
    if (isTriedAgain(this.trouble)) this.timer = setTimeout(() => void this.save(), this.againMs);
  }

  again() {
    if (this.trouble && isTriedAgain(this.trouble)) void this.save();
  }

  tell(trouble) {
    if (!trouble && !this.trouble) return;
    this.trouble = trouble;
    this.stuck(trouble);
  }

  /** The work went on elsewhere. */
  letGo() {
    this.held = true;
    this.dirty = false;
  }
}
