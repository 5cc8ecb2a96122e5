/** A link that asks something: /chat?topic=programme.admission&level=vmbo-tl. */

const PARTS = ["topic", "subject", "level"];

/**
 * What the address asks.
 * @param {string} query such as location.search
 * @returns {Record<string, string>|null}
 */
export function readLink(query) {
  const given = new URLSearchParams(query);
  const parts = PARTS.filter((part) => given.get(part)).map((part) => [part, given.get(part)]);
  return parts.length ? Object.fromEntries(parts) : null;
}

/** Take the question out of the address, so that a reload or the back button does not ask it again. */
export function clearLink() {
  history.replaceState(history.state, "", location.pathname + location.hash);
}
