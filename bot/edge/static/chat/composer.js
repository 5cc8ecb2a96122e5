/** Where the visitor types. */

const SHOW_COUNTER_FROM = 250;

/** The form with the text field, the counter and the notice. It sends `petri-say` {text} when there is text. */
export class Composer {
  #form;
  #input;
  #counter;
  #notice;

  /**
   * @param {HTMLFormElement} form
   * @param {{input: HTMLTextAreaElement, counter: HTMLElement, notice: HTMLElement}} parts
   */
  constructor(form, { input, counter, notice }) {
    [this.#form, this.#input, this.#counter, this.#notice] = [form, input, counter, notice];
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
    input.addEventListener("keydown", (event) => {
      // Enter also ends a composed character (IME, dead keys); that one is not for us.
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.#send();
    });
    input.addEventListener("input", () => {
      this.notice("");
      this.#count();
    });
    // After a reload the browser may have put back what was being typed.
    this.#count();
  }

  /** Empty the field. */
  clear() {
    this.#input.value = "";
    this.#count();
  }

  /**
   * Put back a text that was not accepted, before anything typed since.
   * @param {string} text
   */
  restore(text) {
    this.#input.value = [text, this.#input.value].filter(Boolean).join(" ");
    this.#count();
  }

  /**
   * Say something beside the field, until the visitor types on.
   * @param {string} text nothing hides the notice
   * @param {"problem"|"done"} [kind]
   */
  notice(text, kind = "problem") {
    this.#notice.dataset.kind = kind;
    this.#notice.textContent = text;
    this.#notice.hidden = !text;
  }

  /** Put the cursor in the field. */
  focus() {
    this.#input.focus();
  }

  #send() {
    const text = this.#input.value.trim();
    if (!text) return;
    this.#form.dispatchEvent(new CustomEvent("petri-say", { bubbles: true, detail: { text } }));
  }

  #count() {
    const { length } = this.#input.value;
    this.#counter.hidden = length < SHOW_COUNTER_FROM;
    // Empty when hidden, for it also describes the field to a screen reader.
    this.#counter.textContent = this.#counter.hidden ? "" : `${length} van ${this.#input.maxLength} tekens`;
  }
}
