/** The screen for who passes by: one true story at a time, with a drawing. */

import { element } from "../chat/dom.js";

// Milliseconds. Fifty words, read by somebody who walks up to the screen.
export const STORY_LASTS = 16_000;
const FADE = 500;

/** Shows a story, and after a while another one; under reduced motion the same one until somebody has been there. */
export class Attract {
  #stories;
  #drawing;
  #story;
  #next = 0;
  #timer;

  /**
   * @param {{paragraphs: string[], source: string, drawing: string}[]} stories at least one
   * @param {{drawing: SVGElement, story: HTMLElement}} parts
   */
  constructor(stories, { drawing, story }) {
    this.#stories = shuffled(stories);
    [this.#drawing, this.#story] = [drawing, story];
  }

  /** Start showing stories. */
  start() {
    this.stop();
    this.#show();
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    this.#timer = setInterval(() => this.#change(), STORY_LASTS);
  }

  /** Stop; what is shown stays. */
  stop() {
    clearInterval(this.#timer);
  }

  #change() {
    this.#story.classList.add("is-leaving");
    this.#drawing.classList.add("is-leaving");
    setTimeout(() => this.#show(), FADE);
  }

  #show() {
    const { paragraphs, source, drawing } = this.#stories[this.#next++ % this.#stories.length];
    const [first, ...others] = paragraphs.map((text) => element("p", {}, text));
    first.className = "story__first";
    this.#story.replaceChildren(first, ...others, element("p", { class: "story__source" }, source));
    this.fit();
    this.#draw(drawing);
    for (const part of [this.#story, this.#drawing]) part.classList.remove("is-leaving");
  }

  /** Find the biggest letters in which all of the story is on the screen. */
  fit() {
    for (const size of ["large", "medium", "small", "least"]) {
      this.#story.dataset.size = size;
      if (this.#story.scrollHeight <= this.#story.clientHeight) return;
    }
  }

  /** Put a drawing of kiosk-drawings.svg on the page; a pen draws its lines (kiosk.css). */
  #draw(name) {
    const lines = document.getElementById(`drawing-${name}`).cloneNode(true);
    lines.removeAttribute("id");
    for (const line of lines.querySelectorAll("path, circle")) line.setAttribute("pathLength", "1");
    this.#drawing.replaceChildren(lines);
  }
}

/** Two kiosks side by side tell different stories. */
function shuffled(list) {
  const order = new Map(list.map((each) => [each, Math.random()]));
  return [...list].sort((a, b) => order.get(a) - order.get(b));
}
