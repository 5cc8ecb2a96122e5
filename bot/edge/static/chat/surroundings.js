/** What depends on where the chat stands: this is for a page of Petri's own. The widget puts its own ways in place. */

import { svg } from "./dom.js";

export const surroundings = {
  /**
   * Have a stylesheet.
   * @param {string} name its file, beside this one
   * @returns {Promise<void>} kept once it counts
   */
  style(name) {
    return new Promise((resolve, reject) => {
      const link = document.createElement("link");
      [link.rel, link.href] = ["stylesheet", new URL(name, import.meta.url)];
      [link.onload, link.onerror] = [() => resolve(), reject];
      document.head.append(link);
    });
  },

  /**
   * A part of petri.svg.
   * @param {string} id
   * @returns {SVGElement}
   */
  drawing(id) {
    return svg("use", { href: new URL(`../petri.svg#${id}`, import.meta.url) });
  },
};
