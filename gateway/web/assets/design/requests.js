/* Requests of the editors to their own pages. */

const STALE = "gateway.cross_site"; // the token of this page belongs to a session that ended

const meta = () => document.querySelector('meta[name="csrf-token"]');

/**
 * -> {status, data}; status 0: no connection. Never throws. Who logged in again in another tab goes on here: the
 * request is made once more with the token of now. Nobody logged in is 401, somebody else 403 with `otherPerson`.
 */
export async function postJson(url, body) {
  const answer = await asked(url, posting(body));
  if (answer.status !== 403 || answer.data.code !== STALE) return answer;
  const { status, data } = await asked("/design/session");
  if (status !== 200) return { status, data };
  if (!data.person) return { status: 401, data };
  if (data.person !== owner()) return { status: 403, data: { otherPerson: true } };
  meta().content = data.token;
  return asked(url, posting(body));
}

/** Whose page this is. */
const owner = () => document.getElementById("editor")?.dataset.person;

const posting = (body) => ({
  method: "POST",
  headers: { "Content-Type": "application/json", "X-CSRF-Token": meta()?.content ?? "", Accept: "application/json" },
  body: JSON.stringify(body),
});

async function asked(url, options = { headers: { Accept: "application/json" } }) {
  try {
    const response = await fetch(url, options);
    const isJson = response.headers.get("Content-Type")?.includes("json");
    return { status: response.status, data: isJson ? await response.json() : {} };
  } catch {
    return { status: 0, data: {} };
  }
}
