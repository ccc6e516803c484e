import { afterEach, describe, expect, test, vi } from "vitest";

import { isClosed, retryDelay, startLive, topicsOf } from "../../../gateway/web/assets/live.js";
import { secondsLeft } from "../../../gateway/web/assets/undo.js";

test("reconnecting waits longer each time, at most 30 seconds, and never all at once", () => {
  expect(retryDelay(0, () => 0)).toBe(500);
  expect(retryDelay(0, () => 1)).toBe(1000);
  expect(retryDelay(3, () => 1)).toBe(8000);
  expect(retryDelay(50, () => 1)).toBe(30000);
  expect(retryDelay(50, () => 0)).toBe(15000);
});

test("an event names its topics and nothing else", () => {
  expect(topicsOf('{"topic": "learner:1"}')).toEqual(["learner:1"]);
  expect(topicsOf('{"topics": ["a", "b"]}')).toEqual(["a", "b"]);
  expect(topicsOf("plain")).toEqual(["plain"]);
  expect(topicsOf("{}")).toEqual([]);
  expect(topicsOf("")).toEqual([]);
});

test("undo counts whole seconds and stops at nought", () => {
  const now = Date.parse("2026-11-20T10:00:00Z");
  expect(secondsLeft("2026-11-20T10:01:00Z", now)).toBe(60);
  expect(secondsLeft("2026-11-20T10:00:00.200Z", now)).toBe(1);
  expect(secondsLeft("2026-11-20T09:59:00Z", now)).toBe(0);
});

test("a page is closed to its reader when it is refused, gone, or leads to the log-in", () => {
  const at = (path, status = 200) => ({ status, url: `https://tessera.example${path}` });
  for (const status of [403, 404]) expect(isClosed(at("/dossiers", status))).toBe(true);
  expect(isClosed(at("/sign-in?next=/dossiers"))).toBe(true);
  for (const status of [200, 405, 410, 422, 429, 500, 503]) expect(isClosed(at("/dossiers", status))).toBe(false);
});

describe("a page that is open", () => {
  const left = [];
  const streams = [];
  const fetched = [];

  class Stream {
    constructor() {
      this.on = {};
      streams.push(this);
    }
    addEventListener(name, act) {
      this.on[name] = act;
    }
    close() {}
  }

  function open(status = 503) {
    streams.length = fetched.length = left.length = 0;
    vi.useFakeTimers();
    const part = { dataset: { topic: "a", fragment: "/part" } };
    vi.stubGlobal("EventSource", Stream);
    vi.stubGlobal("addEventListener", () => {});
    vi.stubGlobal("document", { visibilityState: "visible", querySelectorAll: () => [part] });
    vi.stubGlobal("fetch", async (address, { headers }) => {
      fetched.push(address);
      expect(headers["Tessera-By-Itself"]).toBe("1");
      return { ok: false, status, url: address };
    });
    vi.stubGlobal("location", { href: "https://tessera.example/records/1#answers", replace: (href) => left.push(href) });
    startLive({ body: { dataset: { events: "/events", liveTopics: "a" } }, addEventListener() {} });
  }

  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  test("fetches nothing again when its stream is there at once", () => {
    open();
    streams[0].on.open();
    expect(fetched).toEqual([]);
  });

  test("fetches everything again when its stream ended and is back", () => {
    open();
    streams[0].on.open();
    streams[0].on.error();
    vi.advanceTimersByTime(1000);
    expect(streams).toHaveLength(2);
    expect(fetched).toEqual([]);
    streams[1].on.open();
    expect(fetched).toEqual(["/part"]);
  });

  test.each([404, 403])("is left when its reader may no longer see it (%i)", async (status) => {
    open(status);
    streams[0].on.open();
    streams[0].on.error();
    vi.advanceTimersByTime(1000);
    streams[1].on.open();
    await vi.waitFor(() => expect(left).toEqual(["https://tessera.example/records/1"]));
  });

  test("stays as it is while the server is away for a moment", async () => {
    open(503);
    streams[0].on.error();
    vi.advanceTimersByTime(1000);
    streams[1].on.open();
    for (let turn = 0; turn < 20; turn += 1) await null;
    expect(fetched).toEqual(["/part"]);
    expect(left).toEqual([]);
  });

  test("fetches everything again when its first stream could be had only later", () => {
    open();
    streams[0].on.error();
    vi.advanceTimersByTime(1000);
    streams[1].on.open();
    expect(fetched).toEqual(["/part"]);
  });
});
