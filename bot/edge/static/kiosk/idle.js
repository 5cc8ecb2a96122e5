/** Whether the visitor is still there. */

// Milliseconds.
export const IDLE = 60_000;
// Somebody in distress reads a phone number and writes it down.
export const IDLE_IN_DISTRESS = 120_000;
// This long before the countdown a line says that it is coming: with the countdown that makes twenty seconds.
export const NOTICE = 5_000;
// Seconds.
export const COUNTDOWN = 15;

/**
 * Waits for signs of life. Events: `soon` {isSoon}, `count` {left: seconds, COUNTDOWN to 1}, `alive` (the countdown was
 * stopped) and `gone`.
 */
export class Idle extends EventTarget {
  #timer;
  #patience = IDLE;
  #isOn = false;
  #isCounting = false;

  /** @param {EventTarget} where signs of life are seen */
  constructor(where) {
    super();
    for (const type of ["pointerdown", "pointerup", "click", "keydown", "wheel"]) {
      // While it counts down only its button counts: another visitor must not take over what is on the screen.
      const options = { capture: true, passive: true };
      where.addEventListener(type, () => this.#isOn && !this.#isCounting && this.#wait(), options);
    }
  }

  /**
   * Start waiting, or wait anew.
   * @param {number} [patience] milliseconds until the countdown
   */
  start(patience = IDLE) {
    this.#patience = patience;
    this.#isOn = true;
    this.#wait();
  }

  /** Nobody needs to be there. */
  stop() {
    this.#isOn = false;
    clearTimeout(this.#timer);
    this.#tell("soon", { isSoon: false });
    this.#endCount();
  }

  #wait() {
    clearTimeout(this.#timer);
    this.#tell("soon", { isSoon: false });
    this.#endCount();
    this.#timer = setTimeout(() => {
      this.#tell("soon", { isSoon: true });
      this.#timer = setTimeout(() => this.#count(COUNTDOWN), NOTICE);
    }, this.#patience - NOTICE);
  }

  #count(left) {
    if (!left) {
      this.stop();
      return this.#tell("gone");
    }
    this.#isCounting = true;
    this.#tell("count", { left });
    this.#timer = setTimeout(() => this.#count(left - 1), 1000);
  }

  #endCount() {
    if (!this.#isCounting) return;
    this.#isCounting = false;
    this.#tell("alive");
  }

  #tell(type, detail = {}) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
