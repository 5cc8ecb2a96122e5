/** The conversation with the edge: opening it, sending, waiting when Petri is away, and remembering it in this tab. */

import { Away, Refused, call, isHealthy } from "./http.js";
import { forget, recall, remember } from "./memory.js";

const POLL = 3000;
const CLOSED =
  "Je gesprek was gesloten en is gewist. Dat gebeurt na een half uur zonder berichten. Dit is een nieuw gesprek. Je laatste vraag is opnieuw gesteld.";

/**
 * One thing in the transcript.
 * @typedef {object} Entry
 * @property {number} id
 * @property {"petri"|"visitor"|"note"} who
 * @property {string} text
 * @property {number} [from] for a visitor: the id of the entry whose button said this
 * @property {Record<string, string>} [link] for a visitor: the link that asked this
 * @property {object} [message] the Message of the HTTP interface, for Petri
 * @property {number|null} [used] which of the message's buttons was used
 * @property {boolean|null} [helpful] the feedback that was given
 * @property {boolean} [rateable] whether feedback can still be given
 */

/**
 * The client of the HTTP interface. Events, with their detail:
 * - `entries` {entries, isNew}: show these
 * - `refused` {entry, title}: take this entry back; the edge would not have it
 * - `state` {state}: "opening" | "idle" | "waiting" | "away"
 * - `renewed`: the edge had closed the session; earlier answers take no feedback any more
 * - `link-used`: what the deep link asked has been asked
 * - `cleared`: show nothing
 */
export class Conversation extends EventTarget {
  #token = null;
  #lifetime = 0;
  #entries = [];
  #lastId = 0;
  /** The one message that has no answer yet: {entry, body}. What a page asks has no entry until it is answered. */
  #pending = null;
  #link = null;
  #isBusy = false;
  /** Whether Petri's coming back may resend the message; once, until it has been seen away again. */
  #mayResend = true;
  #cancel = new AbortController();
  #stopWatching = () => {};

  /** @returns {string|null} the key to it at the edge */
  get token() {
    return this.#token;
  }

  /** @returns {Entry[]} what was said so far */
  get entries() {
    return [...this.#entries];
  }

  /**
   * Go on with this tab's conversation, or open one.
   * @param {Record<string, string>|null} link what a deep link asks
   */
  start(link) {
    const saved = recall();
    if (saved && link) {
      // A link asks its question in a conversation of its own.
      this.#erase(saved.token);
    } else if (saved) {
      [this.#token, this.#lifetime, this.#entries] = [saved.token, saved.lifetime, saved.entries];
      this.#lastId = Math.max(0, ...saved.entries.map((entry) => entry.id));
      if (saved.pending) {
        const { id, body } = saved.pending;
        this.#pending = { entry: this.#entries.find((entry) => entry.id === id), body };
      }
      this.#tell("entries", { entries: this.#entries, isNew: false });
    }
    this.#link = link;
    this.#work();
  }

  /**
   * Say something typed.
   * @param {string} text
   * @returns {boolean} false while an earlier message waits for its answer
   */
  say(text) {
    return this.#send(text, { text });
  }

  /**
   * Use a button of one of Petri's messages.
   * @param {Entry} entry
   * @param {number} index which button
   * @returns {boolean} false while an earlier message waits for its answer
   */
  follow(entry, index) {
    if (this.#pending) return false;
    entry.used = index;
    const { title, payload } = entry.message.buttons[index];
    return this.#send(title, { payload }, entry);
  }

  /**
   * Ask what a link asks, in this conversation.
   * @param {Record<string, string>} link
   * @returns {boolean} false while an earlier message waits for its answer
   */
  ask(link) {
    return this.#expect({ body: link });
  }

  /** Leave the conversation as it is, for whoever goes on with it. */
  stop() {
    this.#cancel.abort();
    this.#stopWatching();
  }

  /** Try to reach Petri now. */
  retry() {
    this.#mayResend = true;
    this.#work();
  }

  /**
   * Say whether an answer helped.
   * @param {Entry} entry
   * @param {boolean} helpful
   * @returns {Promise<boolean>} whether it was counted
   */
  async rate(entry, helpful) {
    try {
      const body = { message_id: entry.message.id, helpful };
      await call("POST", "/api/feedback", { token: this.#token, body });
    } catch {
      return false; // Not worth a message: the visitor was doing us a favour.
    }
    entry.helpful = helpful;
    this.#save();
    return true;
  }

  /** Erase the conversation, here and at the edge, and open a new one. */
  restart() {
    this.#cancel.abort();
    this.#cancel = new AbortController();
    this.#stopWatching();
    this.#erase(this.#token);
    [this.#token, this.#entries, this.#pending, this.#link] = [null, [], null, null];
    this.#isBusy = false;
    this.#mayResend = true;
    this.#tell("cleared");
    this.#work();
  }

  #send(text, body, from) {
    if (this.#pending) return false;
    const [entry] = this.#add([{ who: "visitor", text, from: from?.id }]);
    return this.#expect({ entry, body });
  }

  #expect(pending) {
    if (this.#pending) return false;
    this.#pending = pending;
    this.#mayResend = true;
    this.#save();
    this.#work();
    return true;
  }

  /** Do what is still to be done: open a session, get the pending message answered. */
  async #work() {
    if (this.#isBusy) return;
    this.#isBusy = true;
    this.#stopWatching();
    const { signal } = this.#cancel;
    try {
      if (!this.#token) {
        this.#tell("state", { state: "opening" });
        await this.#open(signal);
      }
      if (this.#pending) {
        this.#tell("state", { state: "waiting" });
        await this.#deliver(signal);
      }
      this.#isBusy = false;
      this.#tell("state", { state: "idle" });
    } catch (error) {
      if (signal.aborted) return; // The visitor began again; another #work is on its way.
      this.#isBusy = false;
      if (!(error instanceof Away)) throw error;
      this.#tell("state", { state: "away" });
      this.#watch();
    }
  }

  async #open(signal) {
    let opened;
    try {
      const body = this.#link ? { surface: "link", ...this.#link } : { surface: "website" };
      opened = await call("POST", "/api/session", { body, signal });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (!this.#link || error.status !== 400) throw new Away(error.title);
      // A link that asks nothing we know still leads to a conversation.
      this.#dropLink();
      this.#add([{ who: "note", text: error.title }]);
      return this.#open(signal);
    }
    this.#token = opened.token;
    this.#lifetime = opened.expires_in * 1000;
    // After a session that was closed the visitor has been greeted already.
    if (!this.#entries.some((entry) => entry.who === "petri")) {
      const said = opened.messages.map(asEntry);
      if (this.#link) {
        // What a link asks is what the visitor came for; the greeting's suggestions would push it out of view.
        for (const { message } of said.slice(0, -1)) message.buttons = [];
        said.splice(-1, 0, { who: "visitor", text: opened.question, link: this.#link });
      }
      this.#add(said);
    }
    this.#save();
    if (this.#link) this.#dropLink();
  }

  #dropLink() {
    this.#link = null;
    this.#tell("link-used");
  }

  async #deliver(signal) {
    const { entry, body } = this.#pending;
    let isRenewed = false;
    for (;;) {
      try {
        const answer = await call("POST", "/api/message", { token: this.#token, body, signal });
        this.#pending = null;
        if (!entry) this.#add([{ who: "visitor", text: answer.question, link: body }]);
        return this.#add(answer.messages.map(asEntry));
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        if (error.status !== 401 || isRenewed) return this.#takeBack(entry, error.title);
      }
      await this.#renew(signal);
      isRenewed = true;
    }
  }

  async #renew(signal) {
    this.#token = null;
    for (const entry of this.#entries) entry.rateable = false;
    this.#tell("renewed");
    await this.#open(signal);
    this.#add([{ who: "note", text: CLOSED }]);
  }

  #takeBack(entry, title) {
    this.#pending = null;
    if (!entry) return this.#add([{ who: "note", text: title }]);
    this.#entries = this.#entries.filter((each) => each !== entry);
    const from = this.#entries.find((each) => each.id === entry.from);
    if (from) from.used = null;
    this.#save();
    this.#tell("refused", { entry, title });
  }

  /** Look every few seconds whether Petri is back, and then do what was left undone. */
  async #watch() {
    let wake = () => {};
    let isOver = false;
    const look = () => wake();
    addEventListener("online", look);
    this.#stopWatching = () => {
      isOver = true;
      removeEventListener("online", look);
      wake();
    };
    while (!isOver) {
      await new Promise((resolve) => {
        const timer = setTimeout(resolve, POLL);
        wake = () => (clearTimeout(timer), resolve());
      });
      if (isOver) return;
      const isBack = await isHealthy();
      if (isOver) return;
      if (!isBack) {
        this.#mayResend = true;
      } else if (this.#mayResend) {
        this.#mayResend = false;
        this.#work();
      }
    }
  }

  #add(parts) {
    const added = parts.map((part) => ({ id: ++this.#lastId, ...part }));
    this.#entries.push(...added);
    this.#save();
    this.#tell("entries", { entries: added, isNew: true });
    return added;
  }

  #erase(token) {
    forget();
    // Whether or not the edge hears it, this tab has forgotten; the edge forgets by itself after half an hour.
    if (token) call("DELETE", "/api/session", { token, keepalive: true }).catch(() => {});
  }

  #save() {
    if (!this.#token) return;
    const pending = this.#pending && { id: this.#pending.entry?.id, body: this.#pending.body };
    const until = Date.now() + this.#lifetime;
    remember({ token: this.#token, lifetime: this.#lifetime, until, entries: this.#entries, pending });
  }

  #tell(type, detail = {}) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

function asEntry(message) {
  return { who: "petri", text: message.text, message, used: null, helpful: null, rateable: true };
}
