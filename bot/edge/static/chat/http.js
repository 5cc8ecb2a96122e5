/** Calls to the edge. What can go wrong comes back as one of two errors. */

// The edge gives up on the assistant after some eight seconds a message, and an opening may be two messages.
const PATIENCE = 20_000;

/** Petri cannot be reached now: no network, no answer in time, or an answer that says so. */
export class Away extends Error {}

/** The edge refused the request; `title` says why, in Dutch. */
export class Refused extends Error {
  /**
   * @param {number} status
   * @param {string} title
   */
  constructor(status, title) {
    super(title);
    this.status = status;
    this.title = title;
  }
}

/**
 * Call the HTTP interface.
 * @param {string} method
 * @param {string} path
 * @param {{token?: string|null, body?: object, signal?: AbortSignal, keepalive?: boolean}} [options]
 * @returns {Promise<any>} the answer's JSON, or null when it has no content
 * @throws {Away|Refused}
 */
export async function call(method, path, { token, body, signal, keepalive = false } = {}) {
  const headers = {};
  if (token) headers.Authorization = `Bearer ${token}`;
  if (body) headers["Content-Type"] = "application/json";
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), PATIENCE);
  const stop = () => giveUp.abort();
  signal?.addEventListener("abort", stop);
  let response;
  let content;
  try {
    response = await fetch(new URL(path, import.meta.url), {
      method,
      headers,
      body: body && JSON.stringify(body),
      signal: giveUp.signal,
      cache: "no-store",
      credentials: "omit",
      // On which page of a school a question was asked is not for us to know.
      referrerPolicy: "no-referrer",
      keepalive,
    });
    content = response.status === 204 ? null : await response.json();
  } catch (error) {
    throw new Away(String(error));
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
  }
  if (response.ok) return content;
  if (response.status >= 500) throw new Away(`status ${response.status}`);
  throw new Refused(response.status, content?.title ?? "Dat lukte niet. Probeer het zo nog eens.");
}

/** Whether the assistant answers messages now. */
export async function isHealthy() {
  try {
    return (await call("GET", "/healthz"))?.status === "ok";
  } catch {
    return false;
  }
}
