/** The label strip under an answer: 'Bron · 2025', which opens to the sources. */

import { element, outsideLink } from "./dom.js";

const UNDATED = "zonder jaartal";

/**
 * The strip for a message's sources.
 * @param {{title: string, publisher: string, url: string, as_of: string|null}[]} sources at least one
 * @returns {HTMLElement} a native <details>
 */
export function sourceStrip(sources) {
  const items = sources.map((source) =>
    element("li", {}, titleOf(source), element("span", { class: "sources__origin" }, originOf(source))),
  );
  return element(
    "details",
    { class: "sources" },
    element("summary", {}, element("span", {}, summaryOf(sources))),
    element("ol", {}, ...items),
  );
}

/** 'Bron · 2025', '3 bronnen · 2021–2025' or '2 bronnen · zonder jaartal'. */
export function summaryOf(sources) {
  const count = sources.length === 1 ? "Bron" : `${sources.length} bronnen`;
  const years = sources.map(yearOf).filter(Boolean).sort();
  const [first, last] = [years[0], years[years.length - 1]];
  if (!first) return `${count} · ${UNDATED}`;
  return `${count} · ${first === last ? first : `${first}–${last}`}`;
}

/** 'mboRijnland · 2025'. */
export function originOf(source) {
  return `${source.publisher} · ${yearOf(source) ?? UNDATED}`;
}

function yearOf(source) {
  return source.as_of ? source.as_of.slice(0, 4) : null;
}

/** The title, as a link to the source. */
export function titleOf(source) {
  // Only the web: an address of another kind in the knowledge base must never run.
  return /^https?:\/\//iu.test(source.url) ? outsideLink(source.url, source.title) : element("span", {}, source.title);
}
