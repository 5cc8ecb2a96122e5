/** The mascot of petri.svg; its moods and motion are in mascot.css. */

const SVG = "http://www.w3.org/2000/svg";
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
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "mascot");
  svg.setAttribute("viewBox", "0 0 64 64");
  svg.setAttribute("aria-hidden", "true");
  svg.dataset.mood = mood;
  for (const [id, name] of PARTS) {
    const use = document.createElementNS(SVG, "use");
    use.setAttribute("class", name);
    use.setAttribute("href", `/static/petri.svg#${id}`);
    svg.append(use);
  }
  return svg;
}
