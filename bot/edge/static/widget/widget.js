/** Puts Petri on any page: <script src="https://…/widget.js" defer></script>. What can be set is in docs/widget.md. */

import { Widget } from "./launcher.js";

const NAME = "petri-widget";

/** Whether the browser has what the widget needs, and the page has no widget yet. */
function isWanted() {
  const isModern = "adoptedStyleSheets" in document && "HTMLDialogElement" in window && "hasOwn" in Object;
  return isModern && !document.querySelector(NAME);
}

function start(script) {
  const host = document.createElement(NAME);
  // At once, so that a second script finds it.
  document.documentElement.append(host);
  const ready = new Promise((resolve) => {
    if (document.readyState !== "loading") resolve();
    else document.addEventListener("DOMContentLoaded", resolve, { once: true });
  }).then(() => new Widget(host, script.dataset));
  ready.catch(() => host.remove());
  /** A function of the widget that waits until it is there. */
  const later = (name) => (...given) => {
    ready.then((widget) => widget[name](...given)).catch(() => {});
  };
  // A name that the page has given itself stays the page's; an element with this id does not count.
  if (Object.hasOwn(window, "Petri")) return;
  window.Petri = Object.freeze({ open: later("open"), close: later("close"), ask: later("ask") });
}

const script = document.currentScript ?? document.querySelector('script[src$="/widget.js"]');
if (script && isWanted()) start(script);
