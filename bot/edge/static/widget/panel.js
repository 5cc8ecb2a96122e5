/** The chat in the widget's panel. */

import { Chat } from "../chat/chat.js";
import { element } from "../chat/dom.js";
import { recall } from "../chat/memory.js";

const HELP = "Met pijl omhoog en omlaag ga je van bericht naar bericht, met Enter erin en met Escape naar het invoerveld.";

/**
 * Put the chat in the panel.
 * @param {HTMLElement} panel
 * @param {HTMLElement} body the part of it that is for the chat
 * @param {{link: object|null, question: object|null, tell: (type: string, detail: object) => void}} options `link`:
 *   what a conversation begins with; `question`: what is asked now, in whatever conversation there is
 * @returns {Chat}
 */
export function fill(panel, body, { link, question, tell }) {
  panel.querySelector('[data-part="restart"]')?.remove();
  panel.querySelector(".panel__close").before(element("button", { class: "restart", type: "button", "data-part": "restart" }, "Opnieuw"));
  body.replaceChildren(...parts());
  const chat = new Chat(panel, panel);
  const { conversation } = chat;
  conversation.addEventListener("entries", ({ detail }) => {
    if (!detail.isNew) return;
    for (const { message } of detail.entries) if (message) tell("answer", { topic: message.topic, subject: message.subject });
  });
  if (!recall()) {
    conversation.start(question ?? link);
  } else {
    conversation.start(null);
    if (question) chat.ask(question);
  }
  return chat;
}

/** As in chat.html. */
function parts() {
  const hidden = (name, attributes, ...children) => element(name, { class: "visually-hidden", ...attributes }, ...children);
  const transcript = { class: "transcript", "data-part": "transcript", role: "log", "aria-live": "off", tabindex: "0" };
  const input = {
    id: "vraag",
    "data-part": "input",
    rows: "1",
    maxlength: "300",
    placeholder: "Typ je vraag",
    autocomplete: "off",
    autocapitalize: "sentences",
    enterkeyhint: "send",
    "aria-describedby": "composer-notice composer-counter",
  };
  return [
    element("div", { ...transcript, "aria-label": "Gesprek met Petri", "aria-describedby": "transcript-help" }),
    hidden("p", { id: "transcript-help" }, HELP),
    hidden("p", { id: "new-tab" }, "opent in een nieuw tabblad"),
    element(
      "form",
      { class: "composer", "data-part": "composer", novalidate: "" },
      element("p", { class: "composer__notice", id: "composer-notice", "data-part": "notice", hidden: "" }),
      element(
        "div",
        { class: "composer__row" },
        hidden("label", { for: "vraag" }, "Je vraag"),
        element("textarea", input),
        element("button", { class: "composer__send", type: "submit" }, "Stuur"),
      ),
      element("p", { class: "composer__counter", id: "composer-counter", "data-part": "counter", hidden: "" }),
    ),
    hidden("div", { "data-part": "live", "aria-live": "polite" }),
  ];
}
