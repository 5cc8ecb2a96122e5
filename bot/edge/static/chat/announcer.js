/** What a screen reader hears without moving: the live region. */

// Most answers come at once; saying 'Petri denkt na' before each would only be in the way.
const SLOW = 1500;

/** Keeps only the newest text in a live region, so that nothing is read twice. */
export class Announcer {
  #region;
  #later;

  /** @param {HTMLElement} region an element with aria-live="polite" */
  constructor(region) {
    this.#region = region;
  }

  /**
   * Have `texts` read out. They replace what was there.
   * @param {...string} texts
   */
  say(...texts) {
    clearTimeout(this.#later);
    // New elements, so that the same text twice is read twice.
    this.#region.replaceChildren(
      ...texts.map((text) => {
        const paragraph = document.createElement("p");
        paragraph.textContent = text;
        return paragraph;
      }),
    );
  }

  /**
   * Have `text` read out if nothing else is said before it.
   * @param {string} text
   */
  sayIfSlow(text) {
    clearTimeout(this.#later);
    this.#later = setTimeout(() => this.say(text), SLOW);
  }
}
