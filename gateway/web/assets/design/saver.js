/*
 * Saves a draft while somebody works on it: 0.6 s after the last change, one request at a time, again when the
 * connection is back. The server says the next `rev` and what is still wrong with the document.
 */
import { postJson } from "./requests.js";

const WAIT_MS = 600;
const AGAIN_MS = 5000;

export class Saver {
  /**
   * `read` gives the document of now, `say(state)` gets saved | saving | attention, `saved(reply)` what the server
   * says, `conflict(theirs)` the copy of somebody else: {rev, document, problems, by, when}, `refused(words)` why it
   * cannot be kept.
   */
  constructor({ url, rev, read, say, saved, conflict, refused = () => {}, wait = WAIT_MS, post = postJson }) {
    Object.assign(this, { url, rev, read, say, saved, conflict, refused, wait, post });
    this.dirty = false;
    this.busy = false;
    this.held = false;
  }

  changed() {
    this.dirty = true;
    this.say("saving");
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

  fail(status, { message }) {
    this.dirty = true;
    this.say("attention");
    if (message) this.refused(message);
    const hopeless = status >= 400 && status < 500 && status !== 429;
    if (!hopeless) this.timer = setTimeout(() => void this.save(), AGAIN_MS);
  }
}
