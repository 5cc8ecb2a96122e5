/** Reading aloud, with a Dutch voice of this computer. */

/** A voice that comes over the internet would get to hear what visitors ask. */
function dutchVoice() {
  const voices = globalThis.speechSynthesis?.getVoices() ?? [];
  const dutch = voices.filter(({ lang, localService }) => /^nl\b/iu.test(lang) && localService);
  return dutch.find(({ lang }) => /^nl.NL/iu.test(lang)) ?? dutch[0] ?? null;
}

/** The switch 'Voorlezen'; there only when there is a Dutch voice. */
export class Speech {
  #button;
  #isOn = false;
  #voice = null;
  #text = "";

  /** @param {HTMLElement} button with the role switch */
  constructor(button) {
    this.#button = button;
    button.addEventListener("click", () => this.#turn(!this.#isOn));
    // Voices come a moment after the page, and only in browsers that have them.
    globalThis.speechSynthesis?.addEventListener?.("voiceschanged", () => this.#look());
    addEventListener("pagehide", () => this.hush());
    this.#look();
  }

  /**
   * Read this, if the visitor wants things read; or as soon as they do.
   * @param {string} text
   */
  say(text) {
    this.hush();
    this.#text = text;
    if (!this.#isOn || !this.#voice) return;
    // One breath at a time: some voices stop halfway a long text.
    for (const part of text.replace(/^- /gmu, "").split(/\n+/u).filter(Boolean)) {
      const utterance = new SpeechSynthesisUtterance(part);
      [utterance.voice, utterance.lang, utterance.rate] = [this.#voice, this.#voice.lang, 0.95];
      speechSynthesis.speak(utterance);
    }
  }

  /** Be silent. */
  hush() {
    this.#text = "";
    globalThis.speechSynthesis?.cancel();
  }

  /** Be silent, and stay so until somebody asks for it again. */
  reset() {
    this.hush();
    this.#turn(false);
  }

  #look() {
    this.#voice = dutchVoice();
    this.#button.hidden = !this.#voice;
  }

  #turn(isOn) {
    this.#isOn = isOn;
    this.#button.setAttribute("aria-checked", String(isOn));
    this.say(this.#text);
  }
}
