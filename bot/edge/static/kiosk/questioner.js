/** Where a visitor asks a question of their own. */

import { element } from "../chat/dom.js";
import { mascot } from "../chat/mascot.js";
import { screenKeyboard } from "./screen-keyboard.js";

const MAX_TEXT = 300;
const SHOW_COUNTER_FROM = 200;
const HELP = "Je naam of telefoonnummer is niet nodig.";
const EMPTY = "Typ eerst je vraag.";
const FULL = "Je vraag is vol. Er passen 300 tekens in.";

/**
 * Fill the screen with a field and a keyboard. Each visitor gets new ones: nothing stays in them.
 * @param {HTMLElement} screen
 * @param {{text: string, notice: string}} given what is in the field already, and what is wrong with it
 * @param {{onAsk: (text: string) => void, onBack: () => void, say: (text: string) => void}} handlers
 */
export function showQuestioner(screen, { text, notice }, { onAsk, onBack, say }) {
  const field = element("textarea", {
    id: "ask-field",
    rows: "2",
    maxlength: String(MAX_TEXT),
    // No keyboard of the system: it could lead out of the page.
    inputmode: "none",
    autocomplete: "off",
    autocorrect: "off",
    autocapitalize: "off",
    spellcheck: "false",
    "aria-describedby": "ask-help",
  });
  const help = element("p", { class: "ask__help", id: "ask-help" });
  const tell = (message) => {
    help.textContent = message || HELP;
    help.classList.toggle("is-notice", Boolean(message));
    if (message) say(message);
  };
  const send = () => (field.value.trim() ? onAsk(field.value.trim()) : tell(EMPTY));
  const count = () => {
    const { length } = field.value;
    if (help.classList.contains("is-notice")) tell("");
    if (length >= SHOW_COUNTER_FROM) help.textContent = `${length} van ${MAX_TEXT} tekens`;
    else help.textContent = HELP;
  };
  field.addEventListener("input", count);
  field.addEventListener("petri-full", () => tell(FULL));
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") onBack();
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    send();
  });
  const back = element("button", { type: "button", class: "choice choice--back" }, "Terug");
  const ask = element("button", { type: "button", class: "choice choice--main" }, "Vraag");
  back.addEventListener("click", onBack);
  ask.addEventListener("click", send);
  screen.replaceChildren(
    element("div", { class: "ask__field" }, mascot("listening"), element("h2", { id: "ask-title" }, element("label", { for: field.id }, "Je vraag")), field, help),
    screenKeyboard(field),
    element("div", { class: "bar" }, back, ask),
  );
  field.value = text;
  field.focus();
  if (text) count();
  tell(notice);
}
