/** The transcript: scrolling and the arrow keys. */

const KEYS = { ArrowUp: -1, ArrowDown: 1, Home: -Infinity, End: Infinity };

/** The list of entries. It is one stop for Tab; inside it the arrow keys go from entry to entry. */
export class Transcript {
  #log;
  #leave;
  #page;
  #isAtEnd = true;
  #isSmooth = false;
  /** Whether the visitor has not scrolled since something was added. */
  #isLeft = true;

  /**
   * @param {HTMLElement} log the scrolling element
   * @param {() => void} leave what Escape does
   * @param {Element} page what scrolls around it when the text is very large
   */
  constructor(log, leave, page) {
    [this.#log, this.#leave, this.#page] = [log, leave, page];
    log.addEventListener("keydown", (event) => this.#onKey(event));
    log.addEventListener("scroll", () => (this.#isAtEnd = log.scrollTop > this.#end() - 8), { passive: true });
    for (const type of ["wheel", "touchmove", "pointerdown", "keydown"]) {
      log.addEventListener(type, () => (this.#isLeft = false), { passive: true });
    }
    // What is drawn a moment after its message comes into view as the message did.
    log.addEventListener("petri-grown", () => this.#isLeft && this.#showEnd(this.#isSmooth));
    // A keyboard that opens or a notice at the composer takes room: the end stays in view, if it was.
    new ResizeObserver(() => {
      if (this.#isAtEnd) log.scrollTo({ top: this.#end(), behavior: "instant" });
    }).observe(log);
  }

  /**
   * Add elements at the end and bring the first of them into view, as far as the last thing the visitor said stays
   * in view with it: a long answer is read from its beginning.
   * @param {HTMLElement[]} elements
   * @param {{isSmooth?: boolean}} [options]
   */
  append(elements, { isSmooth = true } = {}) {
    this.#log.append(...elements);
    [this.#isLeft, this.#isSmooth] = [true, isSmooth];
    this.#showEnd(isSmooth);
  }

  /** Take an element out. If it has the focus, the last entry gets it, so that Tab goes on from there. */
  remove(element) {
    const hadFocus = element.contains(this.#focused());
    element.remove();
    if (hadFocus) (this.#entries().at(-1) ?? this.#log).focus({ preventScroll: true });
  }

  /** Take everything out. */
  clear() {
    this.#log.replaceChildren();
  }

  #showEnd(isSmooth) {
    const own = [...this.#log.querySelectorAll(".entry--visitor")].at(-1);
    const isStill = !isSmooth || matchMedia("(prefers-reduced-motion: reduce)").matches;
    const behavior = isStill ? "instant" : "smooth";
    // What Petri says first is read from the top.
    if (!own) return;
    const above = own.getBoundingClientRect().top - this.#log.getBoundingClientRect().top;
    const start = this.#log.scrollTop + above - parseFloat(getComputedStyle(this.#log).paddingTop);
    this.#log.scrollTo({ top: Math.min(start, this.#end()), behavior });
    this.#page.scrollTo({ top: this.#page.scrollHeight, behavior });
  }

  #end() {
    return this.#log.scrollHeight - this.#log.clientHeight;
  }

  #onKey(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Escape") {
      event.preventDefault();
      this.#leave();
    } else if (event.key in KEYS) {
      event.preventDefault();
      this.#move(KEYS[event.key]);
    } else if (event.key === "Enter" && event.target.matches(".entry")) {
      event.target.querySelector("a, summary, button:not([aria-disabled])")?.focus();
    }
  }

  #move(step) {
    const entries = this.#entries();
    if (!entries.length) return;
    const current = entries.findIndex((entry) => entry.contains(this.#focused()));
    // From the transcript itself, the newest entry comes first.
    const next = current < 0 && Number.isFinite(step) ? entries.length - 1 : current + step;
    entries[Math.max(0, Math.min(entries.length - 1, next))].focus();
  }

  #focused() {
    return this.#log.getRootNode().activeElement;
  }

  #entries() {
    return [...this.#log.querySelectorAll("article.entry")];
  }
}
