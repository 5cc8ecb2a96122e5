/** The mascot of petri.svg; its moods and motion are in mascot.css. */

import { svg } from "./dom.js";
import { surroundings } from "./surroundings.js";

const PARTS = [
  ["dish", "mascot__dish"],
  ["specks", "mascot__specks"],
  ["eye-left", "mascot__eye mascot__eye--left"],
  ["eye-right", "mascot__eye mascot__eye--right"],
  ["smile", "mascot__smile"],
];

/**
 * A mascot; a screen reader passes it by.
 * @param {"listening"|"thinking"|"glad"} mood
 * @returns {SVGElement}
 */
export function mascot(mood) {
  const attributes = { class: "mascot", viewBox: "0 0 64 64", "aria-hidden": "true", "data-mood": mood };
  const parts = PARTS.map(([id, name]) => {
    const part = surroundings.drawing(id);
    part.setAttribute("class", name);
    return part;
  });
  return svg("svg", attributes, ...parts);
}
