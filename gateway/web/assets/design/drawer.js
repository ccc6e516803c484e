/* How each item looks: drawn by the server with the parts of the live form, again only where something changed. */
import { addressIn, walk } from "./document.js";

const WAIT_MS = 150;

export class Drawer {
  constructor({ url, post, drawn, wait = WAIT_MS }) {
    Object.assign(this, { url, post, drawn, wait });
    this.parts = new Map();
    this.known = new Map();
    this.around = "";
  }

  /** The markup of the item at an address; "" until it has been drawn. */
  of(address) {
    return this.parts.get(address) ?? "";
  }

  draw(doc, lang) {
    this.wanted = { doc, lang };
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.send(), this.parts.size ? this.wait : 0);
  }

  async send() {
    if (this.busy) return;
    const { doc, lang } = this.wanted;
    const { keys, looks, around } = this.compare(doc, lang);
    if (keys.length === 0) return;
    this.busy = true;
    const { status, data } = await this.post(this.url, { document: doc, lang, keys });
    this.busy = false;
    if (status === 200) {
      for (const key of keys) this.known.set(key, looks.get(key));
      for (const [key, html] of Object.entries(data.parts)) this.parts.set(key, html);
      this.around = around;
      this.drawn();
    }
    if (this.wanted.doc !== doc || this.wanted.lang !== lang) void this.send();
  }

  /** Which items look different than when they were drawn. */
  compare(doc, lang) {
    const items = [...walk(doc)].map(({ item, parent }) => [addressIn(parent, item.key), item]);
    const main = items.find(([, item]) => item.type === "scale")?.[0];
    const around = JSON.stringify([doc.scales, doc.frameworks, lang]);
    const looks = new Map(items.map(([address, item]) => [address, JSON.stringify([{ ...item, items: undefined }, address === main])]));
    const keys = [...looks.keys()].filter((key) => around !== this.around || this.known.get(key) !== looks.get(key));
    return { keys, looks, around };
  }

  renamed(from, to) {
    this.parts.set(to, this.parts.get(from) ?? "");
    for (const [address, html] of [...this.parts]) if (address.startsWith(`${from}/`)) this.parts.set(to + address.slice(from.length), html);
    this.draw(this.wanted.doc, this.wanted.lang);
  }
}
