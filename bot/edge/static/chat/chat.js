/** The chat: brings the conversation, the transcript, the composer and the live region together. */

import { Announcer } from "./announcer.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { element } from "./dom.js";
import { closeRatings, renderAway, renderEntry, renderThinking, reopenButtons } from "./message.js";
import { Transcript } from "./transcript.js";

const CONNECTING = "Verbinding maken met Petri.";
const THINKING = "Petri denkt na.";
const WAIT = "Wacht nog even op het vorige antwoord. Je tekst blijft hier staan.";
const AWAY = "Petri is even niet bereikbaar. Zodra Petri er weer is, gaat het gesprek vanzelf verder. Je raakt niets kwijt.";
const OFFLINE = "Petri is even niet bereikbaar, want je hebt geen internet. Zodra dat er weer is, gaat het gesprek vanzelf verder.";

/** A whole chat, wherever it stands. Its parts are marked with `data-part`; see chat.html. */
export class Chat {
  /** For who wants to know more of it: its events are described there. */
  conversation = new Conversation();
  #root;
  #transcript;
  #composer;
  #announcer;
  /** The element of each entry, by the entry's id. */
  #rendered = new Map();
  /** What stands at the end of the transcript for as long as the state lasts. */
  #passing = null;
  #header;

  /**
   * @param {HTMLElement} root with the parts in it
   * @param {Element} page what scrolls around the transcript when the text is very large
   */
  constructor(root, page) {
    const part = (name) => root.querySelector(`[data-part="${name}"]`);
    this.#root = root;
    this.#header = root.querySelector(".header .mascot");
    this.#announcer = new Announcer(part("live"));
    this.#composer = new Composer(part("composer"), {
      input: part("input"),
      counter: part("counter"),
      notice: part("notice"),
    });
    this.#transcript = new Transcript(part("transcript"), () => this.#composer.focus(), page);
    this.#listenToVisitor(part("restart"));
    this.#listenToConversation();
  }

  /**
   * Ask what a link asks, in the conversation that there is.
   * @param {Record<string, string>} link
   */
  ask(link) {
    if (!this.conversation.ask(link)) this.notice(WAIT);
  }

  #listenToVisitor(restart) {
    this.#root.addEventListener("petri-say", ({ detail }) => {
      if (this.conversation.say(detail.text)) this.#composer.clear();
      else this.notice(WAIT);
    });
    this.#root.addEventListener("petri-follow", (event) => {
      if (this.conversation.follow(event.detail.entry, event.detail.index)) return;
      event.preventDefault();
      this.notice(WAIT);
    });
    this.#root.addEventListener("petri-rate", async ({ detail }) => {
      if (!(await this.conversation.rate(detail.entry, detail.helpful))) return;
      detail.thank();
      this.#announcer.say("Dank je.");
    });
    restart.addEventListener("click", () => {
      this.#composer.notice("");
      this.conversation.restart();
      this.#composer.focus();
    });
  }

  #listenToConversation() {
    const on = (type, listener) => this.conversation.addEventListener(type, ({ detail }) => listener(detail));
    on("entries", ({ entries, isNew }) => this.#show(entries, isNew));
    on("state", ({ state }) => this.#showState(state));
    on("refused", ({ entry, title }) => this.#takeBack(entry, title));
    on("renewed", () => closeRatings(this.#root));
    on("cleared", () => {
      this.#transcript.clear();
      this.#rendered.clear();
      this.#passing = null;
    });
  }

  #show(entries, isNew) {
    this.#setPassing(null);
    const elements = entries.map((entry) => renderEntry(entry));
    entries.forEach((entry, index) => this.#rendered.set(entry.id, elements[index]));
    this.#transcript.append(elements, { isSmooth: isNew });
    if (!isNew) return;
    for (const each of elements) each.classList.add("entry--new");
    // Visitors know what they said themselves.
    const heard = entries.filter((entry) => entry.who !== "visitor").map((entry) => entry.text);
    if (heard.length) this.#announcer.say(...heard);
  }

  #showState(state) {
    this.#header.dataset.mood = state === "waiting" ? "thinking" : "listening";
    if (state === "idle") this.#setPassing(null);
    if (state === "opening") this.#setPassing(element("p", { class: "connecting" }, CONNECTING));
    if (state === "waiting") {
      this.#setPassing(renderThinking());
      this.#announcer.sayIfSlow(THINKING);
    }
    if (state === "away") {
      const text = navigator.onLine ? AWAY : OFFLINE;
      const away = renderAway(text);
      away.querySelector(".away__retry").addEventListener("click", () => this.conversation.retry());
      this.#setPassing(away);
      this.#announcer.say(text);
    }
  }

  #takeBack(entry, title) {
    const taken = this.#rendered.get(entry.id);
    this.#rendered.delete(entry.id);
    this.#transcript.remove(taken);
    if (entry.from) reopenButtons(this.#rendered.get(entry.from));
    else this.#composer.restore(entry.text);
    this.notice(title);
  }

  #setPassing(next) {
    if (this.#passing) this.#transcript.remove(this.#passing);
    this.#passing = next;
    if (next) this.#transcript.append([next]);
  }

  /**
   * Say something beside the field.
   * @param {string} text
   * @param {"problem"|"done"} [kind]
   */
  notice(text, kind) {
    this.#composer.notice(text, kind);
    this.#announcer.say(text);
  }
}
