import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { postJson } from "../../../../gateway/web/assets/design/requests.js";

const json = (status, data) => ({ status, headers: new Headers({ "Content-Type": "application/json" }), json: async () => data });
const STALE = () => json(403, { code: "gateway.cross_site", sentence: "Open for too long." });
const session = (person) => () => json(200, { person, token: "new", log_in: "/sign-in" });

let meta;
let asked;

/** Each request gets the next answer. */
function answering(...answers) {
  vi.stubGlobal("fetch", async (url, { method = "GET", headers }) => {
    asked.push([method, url, headers["X-CSRF-Token"]]);
    return answers.shift()();
  });
}

beforeEach(() => {
  meta = { content: "old" };
  asked = [];
  vi.stubGlobal("document", { querySelector: () => meta, getElementById: () => ({ dataset: { person: "me" } }) });
});
afterEach(() => vi.unstubAllGlobals());

test("who logged in again in another tab goes on with the token of now", async () => {
  answering(STALE, session("me"), () => json(200, { rev: 2 }));
  expect(await postJson("/save", {})).toEqual({ status: 200, data: { rev: 2 } });
  expect(asked.map(([method, url, token]) => [method, url, token])).toEqual([
    ["POST", "/save", "old"],
    ["GET", "/design/session", undefined],
    ["POST", "/save", "new"],
  ]);
  expect(meta.content).toBe("new");
});

test("nothing is sent in the name of somebody else, nor of nobody", async () => {
  answering(STALE, session("another"));
  expect(await postJson("/save", {})).toEqual({ status: 403, data: { otherPerson: true } });
  answering(STALE, session(null));
  expect(await postJson("/save", {})).toMatchObject({ status: 401, data: { log_in: "/sign-in" } });
  expect(asked.filter(([method]) => method === "POST").length).toBe(2);
  expect(meta.content).toBe("old");
});

test("any other refusal, and no connection, are told as they are", async () => {
  answering(() => json(403, { code: "chassis.forbidden" }));
  expect((await postJson("/save", {})).status).toBe(403);
  answering(() => Promise.reject(new Error("offline")));
  expect(await postJson("/save", {})).toEqual({ status: 0, data: {} });
});
