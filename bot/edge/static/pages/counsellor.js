/** The pages for counsellors: a choice shows its link at once, texts can be copied, sheets printed. All works without. */

const CONFIRMED = 4000;
const NO_CONNECTION = "Er is geen verbinding. Probeer het zo nog eens.";
const COPY_YOURSELF = "Kopiëren lukt hier niet vanzelf. De tekst is geselecteerd: kopieer hem zelf.";
/** What of the page depends on what is chosen. */
const PARTS = ["subject", "level", "note", "made"];

const form = document.querySelector('[data-part="form"]');
const live = document.querySelector('[data-part="live"]');
let asked = null;

document.documentElement.classList.add("scripted");
form?.addEventListener("change", show);
// The browser may have put back a choice after a reload that the page does not show.
if (form && form.elements.topic.value !== (new URLSearchParams(location.search).get("topic") ?? "")) form.reset();
document.addEventListener("click", ({ target }) => {
  const button = target.closest("button");
  if (button?.dataset.copy) copy(button);
  if (button && "print" in button.dataset) window.print();
});

/** Have the server say what the form now asks, and put that in place. */
async function show() {
  const chosen = [...new FormData(form)].filter(([, value]) => value);
  const url = new URL(form.action);
  url.hash = "";
  url.search = new URLSearchParams(chosen);
  asked?.abort();
  asked = new AbortController();
  try {
    const response = await fetch(url, { signal: asked.signal });
    put(new DOMParser().parseFromString(await response.text(), "text/html"));
  } catch (error) {
    if (error.name === "AbortError") return;
    form.dataset.failed = "";
    live.textContent = NO_CONNECTION;
    return;
  }
  delete form.dataset.failed;
  history.replaceState(history.state, "", url);
  const note = part("note").textContent.trim();
  live.textContent = note || (part("question") ? `Je link is klaar: ${part("question").textContent}` : "");
}

/** @param {Document} page */
function put(page) {
  for (const name of PARTS) {
    const [old, fresh] = [part(name), page.querySelector(`[data-part="${name}"]`)];
    // What somebody is choosing from stays as it is; nothing after it changes what it offers.
    if (!old.contains(document.activeElement)) old.replaceChildren(...fresh.childNodes);
  }
}

/**
 * @param {string} name
 * @returns {HTMLElement|null}
 */
function part(name) {
  return document.querySelector(`[data-part="${name}"]`);
}

/** @param {HTMLButtonElement} button */
async function copy(button) {
  const field = document.getElementById(button.dataset.copy);
  if (!(await toClipboard(field))) {
    field.focus();
    field.select();
    live.textContent = COPY_YOURSELF;
    return;
  }
  button.dataset.label ??= button.textContent;
  button.textContent = button.dataset.done;
  live.textContent = `${button.dataset.done}.`;
  clearTimeout(button.reset);
  button.reset = setTimeout(() => {
    button.textContent = button.dataset.label;
    live.textContent = "";
  }, CONFIRMED);
}

/**
 * @param {HTMLInputElement|HTMLTextAreaElement} field
 * @returns {Promise<boolean>} whether it worked
 */
async function toClipboard(field) {
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    // Only a page with https has a clipboard to write to; the old way works without.
    const focused = document.activeElement;
    field.select();
    const worked = document.execCommand("copy");
    focused?.focus();
    return worked;
  }
}
