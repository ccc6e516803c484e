/* One request and what came back, as plain facts; never throws. */

const token = () => document.querySelector('meta[name="csrf-token"]')?.content ?? "";

/** {ok, status (0: no connection), etag, data (JSON), html, location, retryAfter (ms)} */
export async function answerOf(url, { headers = {}, ...rest } = {}) {
  try {
    const response = await fetch(url, {
      credentials: "same-origin",
      ...rest,
      headers: { Accept: "application/json, text/html;q=0.9", "X-CSRF-Token": token(), ...headers },
    });
    return await facts(response);
  } catch {
    return { ok: false, status: 0 };
  }
}

async function facts(response) {
  const kind = response.headers.get("Content-Type") ?? "";
  const seconds = Number(response.headers.get("Retry-After"));
  const data = kind.includes("json") ? await response.json().catch(() => null) : null;
  return {
    ok: response.ok,
    status: response.status,
    etag: response.headers.get("ETag")?.replace(/^W\//, "").replaceAll('"', ""),
    data,
    html: kind.includes("html") ? await response.text() : null,
    location: data?.location ?? (response.redirected ? response.url : null),
    retryAfter: seconds > 0 ? seconds * 1000 : undefined,
  };
}
