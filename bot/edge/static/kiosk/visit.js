/** One visitor's conversation. It is kept in memory only, and ends with everything erased. */

import { Away, Refused, call } from "../chat/http.js";
import { isGuideQuestion, isOption } from "./choices.js";

const WELCOME = { question: "Welkom", label: "Petri" };
const GUIDE_GOES_ON = { question: "Terug naar de vragen", label: "Petri" };
// An edge that is away does not hear that a conversation is to be erased; it is told again. (It forgets by itself too.)
const ERASE_AGAIN = 10_000;
const ERASE_TRIES = 30;

/**
 * What fills the screen: what was asked and what Petri says to it.
 * @typedef {object} Card
 * @property {string} question
 * @property {string} label what stands above that: 'Je vroeg'
 * @property {object} message the Message of the HTTP interface
 */

/**
 * Events: `answered` {first: the index of the first new card}, `refused` {title, body}, `away`, `reached`.
 */
export class Visit extends EventTarget {
  /** @type {Card[]} */
  cards = [];
  #token = null;
  /** What has no answer yet: {question, body}. */
  #pending = null;
  #isBusy = false;
  #isOver = false;
  #cancel = new AbortController();

  /** Whether something asked has no answer yet. */
  get isWaiting() {
    return Boolean(this.#pending);
  }

  /** What was asked last and has no answer yet, with its label. */
  get asked() {
    return this.#pending ? headOf(this.#pending) : WELCOME;
  }

  /**
   * Ask something.
   * @param {string} question as it stands above the answer
   * @param {{text: string}|{payload: string}} body
   * @returns {boolean} false while an earlier question waits for its answer
   */
  ask(question, body) {
    if (this.#pending || this.#isOver) return false;
    this.#pending = { question, body };
    this.go();
    return true;
  }

  /** Do what is still to be done: open a session, get the question answered. */
  async go() {
    if (this.#isBusy || this.#isOver) return;
    this.#isBusy = true;
    try {
      if (!this.#token) await this.#open();
      if (this.#pending) await this.#deliver();
    } catch (error) {
      if (this.#isOver) return;
      if (!(error instanceof Away)) throw error;
      this.#tell("away");
    } finally {
      this.#isBusy = false;
    }
  }

  /** Erase everything, here and at the edge. Nothing more comes from this visit. */
  end() {
    this.#isOver = true;
    this.#cancel.abort();
    if (this.#token) erase(this.#token);
    [this.cards, this.#token, this.#pending] = [[], null, null];
  }

  async #open() {
    let opened;
    try {
      // Not to be cancelled: a session of which nobody has heard the token could not be erased.
      opened = await call("POST", "/api/session", { body: { surface: "kiosk" } });
    } catch (error) {
      throw error instanceof Refused ? new Away(error.title) : error;
    }
    if (this.#isOver) return erase(opened.token);
    this.#token = opened.token;
    this.#tell("reached");
    // A session in the place of one that the edge had closed needs no second greeting.
    if (!this.cards.length) this.#add(WELCOME, opened.messages);
  }

  async #deliver() {
    const pending = this.#pending;
    const { body } = pending;
    for (let isRenewed = false; ; isRenewed = true) {
      try {
        const { messages } = await call("POST", "/api/message", { token: this.#token, body, signal: this.#cancel.signal });
        if (this.#isOver) return;
        this.#pending = null;
        this.#tell("reached");
        return this.#add(headOf(pending), messages);
      } catch (error) {
        if (this.#isOver || !(error instanceof Refused)) throw error;
        if (error.status !== 401 || isRenewed) {
          this.#pending = null;
          return this.#tell("refused", { title: error.title, body });
        }
      }
      this.#token = null;
      await this.#open();
      if (this.#isOver) return;
    }
  }

  #add(head, messages) {
    const first = this.cards.length;
    messages.forEach((message, index) => {
      const isOpenQuestion = index > 0 && isGuideQuestion(message);
      this.cards.push({ ...(isOpenQuestion ? GUIDE_GOES_ON : head), message });
    });
    this.#tell("answered", { first });
  }

  #tell(type, detail = {}) {
    if (!this.#isOver) this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

function headOf({ question, body: { payload } }) {
  return { question, label: payload && isOption({ payload }) ? "Je koos" : "Je vroeg" };
}

/**
 * Have the edge erase a conversation.
 * @param {string} token
 * @param {number} [tries]
 */
function erase(token, tries = ERASE_TRIES) {
  call("DELETE", "/api/session", { token, keepalive: true }).catch((error) => {
    // Refused: there is no such conversation any more.
    if (error instanceof Away && tries > 1) setTimeout(erase, ERASE_AGAIN, token, tries - 1);
  });
}
