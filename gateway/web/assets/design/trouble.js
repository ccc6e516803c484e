/*
 * Why a draft is not saved: offline, busy, loggedOut, otherPerson, forbidden, gone, refused. `words` come from the
 * server, `logIn` is where to.
 */

const LASTING = new Set(["gone", "refused"]);

/** {kind, words, logIn} of an answer that was no success. */
export function troubleOf(status, { message, sentence, log_in: logIn, otherPerson }) {
  const words = message ?? sentence ?? "";
  if (status === 0) return { kind: "offline", words };
  if (status === 401) return { kind: "loggedOut", words, logIn };
  if (status === 403) return { kind: otherPerson ? "otherPerson" : "forbidden", words };
  if (status === 404 || status === 410) return { kind: "gone", words };
  if (status >= 400 && status < 500 && status !== 429) return { kind: "refused", words };
  return { kind: "busy", words };
}

/** Whether it may pass without the author changing anything here. */
export const isTriedAgain = ({ kind }) => !LASTING.has(kind);
