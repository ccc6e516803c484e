/* Requests of the editors to their own pages. */

const token = () => document.querySelector('meta[name="csrf-token"]')?.content ?? "";

/** -> {status, data}; status 0: no connection. Never throws. */
export async function postJson(url, body) {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRF-Token": token(), Accept: "application/json" },
      body: JSON.stringify(body),
    });
    const isJson = response.headers.get("Content-Type")?.includes("json");
    return { status: response.status, data: isJson ? await response.json() : {} };
  } catch {
    return { status: 0, data: {} };
  }
}
