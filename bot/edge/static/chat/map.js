/** The map of the park in a message. Loaded with the first message that has one; the edge draws it (bot/edge/park_map.py). */

import { element } from "./dom.js";
import { surroundings } from "./surroundings.js";

const MAP = new URL("../../park.svg", import.meta.url);
let drawn = 0;
let styled = null;

/**
 * @param {string|null} employer the id of who to mark
 * @returns {Promise<HTMLElement|null>} with its style there; null when the edge does not know where this employer is
 * @throws {Error} there is no map
 */
export async function drawMap(employer) {
  const address = new URL(MAP);
  if (employer) address.searchParams.set("employer", employer);
  const [response] = await Promise.all([fetch(address), (styled ??= surroundings.style("../park.css"))]);
  if (response.status === 204) return null;
  if (!response.ok) throw new Error("no map");
  const parsed = new DOMParser().parseFromString(await response.text(), "image/svg+xml");
  const map = document.importNode(parsed.documentElement, true);
  if (map.localName !== "svg") throw new Error("no map");
  // An id may be on a page once.
  const title = map.querySelector("title");
  title.id = `park-title-${++drawn}`;
  map.setAttribute("aria-labelledby", title.id);
  return element("div", { class: "park-card" }, map);
}
