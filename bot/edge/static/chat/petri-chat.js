/** The `<petri-chat>` element: the chat on the page /chat. */

import { Chat } from "./chat.js";
import { clearLink, readLink } from "./deep-link.js";
import { recall } from "./memory.js";

const FAILED = "Dat lukte niet. Probeer het zo nog eens.";

/** A chat whose parts are in its markup; see chat.html. */
class PetriChat extends HTMLElement {
  /** Called by the browser when the element is in the page, with its children. */
  connectedCallback() {
    const part = (name) => this.querySelector(`[data-part="${name}"]`);
    // Until now the page was a plain form, with what that has said.
    part("transcript").replaceChildren();
    part("transcript").setAttribute("aria-describedby", "transcript-help");
    part("restart").type = "button";
    const chat = new Chat(this, document.documentElement);
    const { conversation } = chat;
    this.#makeMenu(part("menu"), chat);
    conversation.addEventListener("link-used", clearLink);
    conversation.start(readLink(location.search));
    // Back to this page as it was left, while a link in between opened another conversation: go on with that one.
    addEventListener("pageshow", (event) => {
      if (event.persisted && recall()?.token !== conversation.token) location.reload();
    });
  }

  /** What the menu's buttons do is loaded when they are used. */
  #makeMenu(menu, chat) {
    const summary = menu.firstElementChild;
    menu.addEventListener("click", async ({ target }) => {
      const { part } = target.dataset;
      if (!part) return;
      if (menu.open) {
        menu.open = false;
        // The button is no longer there, but on a wide screen.
        if (part !== "restart") summary.focus();
      }
      if (part === "restart") return;
      try {
        const { start } = await import(`./${part}.js`);
        await start(chat, target);
      } catch {
        chat.notice(FAILED);
      }
    });
    addEventListener("click", ({ target }) => menu.contains(target) || (menu.open = false));
    menu.addEventListener("keydown", ({ key }) => {
      if (key !== "Escape" || !menu.open) return;
      menu.open = false;
      summary.focus();
    });
    menu.addEventListener("focusout", ({ relatedTarget }) => {
      if (relatedTarget && !menu.contains(relatedTarget)) menu.open = false;
    });
  }
}

customElements.define("petri-chat", PetriChat);
