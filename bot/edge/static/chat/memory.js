/** What this tab remembers over a reload, or over the pages of a visit with the widget on each. It is gone when the tab is closed. */

const KEY = "petri.chat";

/**
 * @returns {object|null} what was saved last, unless its conversation has been closed since: on a shared computer the
 *   next visitor must not find it.
 */
export function recall() {
  try {
    const saved = JSON.parse(sessionStorage.getItem(KEY));
    if (saved && Date.now() < saved.until) return saved;
  } catch {
    // No storage, or not ours: start anew.
  }
  forget();
  return null;
}

/** @param {object} state with `until`, the time in milliseconds at which the conversation closes */
export function remember(state) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(state));
  } catch {
    // Without storage the chat works too; it only does not survive a reload.
  }
}

/** Forget the conversation. */
export function forget() {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // Nothing was kept either.
  }
}
