/** Whether Petri can be reached. */

import { isHealthy } from "../chat/http.js";

// Milliseconds.
const LOOK = 60_000;
const FIRST_WAIT = 2_000;
const LONGEST_WAIT = 30_000;

/** Looks every minute, and with longer and longer pauses while Petri is away. Events: `away` and `back`. */
export class Watch extends EventTarget {
  #isAway = false;
  #wait = FIRST_WAIT;
  #timer;

  /** Start looking. */
  start() {
    addEventListener("online", () => this.#isAway && this.#look());
    addEventListener("offline", () => this.lost());
    this.#look();
  }

  /** Whether Petri was away when last looked for. */
  get isAway() {
    return this.#isAway;
  }

  /** Petri did not answer. */
  lost() {
    if (!this.#isAway) {
      this.#isAway = true;
      this.dispatchEvent(new Event("away"));
    }
    this.#later(this.#wait);
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT);
  }

  /** Petri answered a visitor: only now it is sure that waiting may start from short again. */
  reached() {
    this.#wait = FIRST_WAIT;
    this.#later(LOOK);
    this.#found();
  }

  async #look() {
    this.#later(LOOK);
    if (await isHealthy()) this.#found();
    else this.lost();
  }

  #found() {
    if (!this.#isAway) return;
    this.#isAway = false;
    this.dispatchEvent(new Event("back"));
  }

  #later(wait) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#look(), wait);
  }
}
