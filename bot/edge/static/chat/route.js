/** A drawn route: tubing past petri dishes. Loaded with the first message that has a route; its layout is route.css. */

import { element, svg } from "./dom.js";
import { mascot } from "./mascot.js";
import { surroundings } from "./surroundings.js";

let ways = 0;
let styled = null;

/**
 * @param {{from: string, to: string, steps: {title: string, detail?: string, years?: string}[]}} route
 * @returns {Promise<HTMLElement>} with its style there
 * @throws {Error} this is no route that can be drawn
 */
export async function drawRoute({ from, to, steps }) {
  const isStep = ({ title, detail, years }) => isText(title) && isText(detail || "-") && isText(years || "-");
  const isRoute = isText(from) && isText(to) && steps.length > 1 && steps.length < 6 && steps.every(isStep);
  if (!isRoute) throw new Error("no route");
  await (styled ??= surroundings.style("route.css"));
  // One picture, with nothing in it to read: the text of the message says the same.
  const label = `Tekening: van ${from} naar ${to} in ${steps.length} stappen`;
  const made = steps.map(({ title, detail, years }, index) => {
    const isLast = index === steps.length - 1;
    // Nothing leads on from the last, so there the years are part of what is said.
    const under = [detail, isLast && years].filter(Boolean).join(", ");
    const text = element("div", { class: "route__text" }, element("b", {}, whole(title)), element("span", {}, whole(under)));
    const stop = element("div", { class: "route__stop" }, isLast ? mascot("glad") : dish(2 ** index), text);
    return element("div", { class: "route__step" }, stop, isLast ? "" : way(years));
  });
  const all = element("div", { class: "route__steps", "aria-hidden": "true" }, ...made);
  return element("div", { class: "route", role: "img", "aria-label": label }, all);
}

function isText(value) {
  return typeof value === "string" && value.trim() !== "";
}

/** 'vmbo-tl' stays on one line. */
function whole(text) {
  return text.replace(/-(?=\p{L}{1,2}(?!\p{L}))/gu, "-\u2060");
}

/** The colonies double at each dish. They lie as the seeds of a sunflower do: evenly, without rows. */
function dish(colonies) {
  const made = svg("svg", { class: "route__dish", viewBox: "0 0 64 64" }, surroundings.drawing("dish"));
  for (let i = 0; i < colonies; i++) {
    const out = colonies > 1 ? 18 * Math.sqrt((i + 0.5) / colonies) : 0;
    made.append(svg("circle", { cx: 32 + out * Math.cos(2.4 * i), cy: 32 + out * Math.sin(2.4 * i), r: colonies > 1 ? 4 : 8 }));
  }
  return made;
}

/** The tube to the next dish, stretched to where that is; the years are a label around it. */
function way(years) {
  const id = `route-way-${++ways}`;
  const stops = [0, 1].map((offset) => svg("stop", { offset }));
  const path = { d: "M0 0C0 50 100 50 100 100", stroke: `url(#${id})`, "vector-effect": "non-scaling-stroke" };
  const tube = svg(
    "svg",
    { viewBox: "0 0 100 100", preserveAspectRatio: "none" },
    svg("linearGradient", { id, gradientUnits: "userSpaceOnUse", x2: 0, y2: 100 }, ...stops),
    svg("path", { ...path, class: "route__glass" }),
    svg("path", path),
  );
  return element("div", { class: "route__way" }, tube, years ? element("span", {}, years) : "");
}
