/** An answer as one card that fills the screen. There is no way out of it: web addresses become QR codes. */

import { element } from "../chat/dom.js";
import { mascot } from "../chat/mascot.js";
import { drawMap } from "../chat/map.js";
import { drawRoute } from "../chat/route.js";
import { blocks } from "../chat/text.js";
import { DISTRESS } from "./choices.js";

const MAX_CODES = 3;
// What /qr.svg can draw.
const MAX_ADDRESS = 300;

/**
 * @param {import("./visit.js").Card} card
 * @returns {{card: HTMLElement, further: HTMLElement|null}} the card, whose heading takes the focus, and the codes to
 *   scan that go with it
 */
export function renderCard({ question, label, message }) {
  const { addresses, parts } = withoutLinks(blocks(message.text));
  const text = element("div", { class: "card__text", tabindex: "0", role: "group", "aria-label": "Antwoord" }, ...parts);
  const card = element("article", { class: "card" }, head(question, label, progress(message.text)), text);
  if (message.topic === DISTRESS) card.classList.add("card--distress");
  if (message.route) addPicture(parts[0], drawRoute(message.route));
  if (message.topic === "park.travel") addPicture(parts.at(-1), drawMap(null));
  if (message.topic === "employer.location" && message.subject) addPicture(parts.at(-1), drawMap(message.subject));
  if (message.topic === "chat.greeting") card.append(mascot("glad"));
  return { card, further: codes(addresses, message.sources ?? []) };
}

/** What to show while Petri thinks. */
export function renderThinking({ question, label }) {
  const text = element("div", { class: "card__thinking" }, mascot("thinking"), element("p", {}, "Petri denkt na"));
  return element("article", { class: "card" }, head(question, label), text);
}

function head(question, label, ...more) {
  const heading = element("h2", { class: "card__question", tabindex: "-1" }, question);
  return element("div", { class: "card__head" }, element("p", { class: "card__label" }, label), heading, ...more);
}

/** How far a guide is: its text says so too. */
function progress(text) {
  const [, number, count] = text.match(/^Vraag (\d+) van (\d+)\./mu) ?? [];
  if (!count || count > 12) return "";
  const cells = Array.from({ length: count }, (_, index) => element("i", index < number ? { class: "is-done" } : {}));
  return element("div", { class: "card__strip", "aria-hidden": "true" }, ...cells);
}

/** Links become text; the web addresses among them are kept. */
function withoutLinks(parts) {
  const addresses = [];
  for (const part of parts) {
    for (const link of part.querySelectorAll("a")) {
      const href = link.getAttribute("href");
      if (/^https?:/iu.test(href)) addresses.push({ href, label: link.textContent });
      const kind = href.startsWith("tel:") ? "number" : "address";
      link.replaceWith(element("span", { class: `card__${kind}` }, link.textContent));
    }
  }
  return { addresses, parts };
}

/** The label strip with the codes; sources that have no code are named. */
function codes(addresses, sources) {
  const found = [
    ...addresses,
    ...sources.map(({ url, publisher, title, as_of }) => ({
      href: url,
      label: [shortName(publisher), as_of?.slice(0, 4)].filter(Boolean).join(" · "),
      title,
    })),
  ];
  const seen = new Set();
  const all = found.filter(({ href }) => {
    const key = href.replace(/^https?:\/\/(?:www\.)?|\/$/giu, "");
    return !seen.has(key) && seen.add(key);
  });
  if (!all.length) return null;
  const drawn = all.filter(({ href }) => /^https:/iu.test(href) && href.length <= MAX_ADDRESS).slice(0, MAX_CODES);
  const named = [...new Set(all.filter((each) => !drawn.includes(each)).map(({ label }) => label))];
  const strip = element("aside", { class: "further", "aria-label": "Verder lezen" });
  if (drawn.length) strip.append(element("p", { class: "further__title" }, "Scan om verder te lezen"));
  strip.append(...drawn.map(code));
  if (named.length) {
    const intro = drawn.length ? "Ook gebruikt: " : "Bron: ";
    strip.append(element("p", { class: "further__named" }, intro + named.join(", ")));
  }
  return strip;
}

/** What stands between brackets or after a comma tells how we came by a source; a label has no room for that. */
function shortName(publisher) {
  return publisher.split(/ \(|, /u)[0];
}

function code({ href, label, title }) {
  const image = element("img", {
    src: `/qr.svg?text=${encodeURIComponent(href)}`,
    alt: `QR-code naar ${title ?? label}`,
    width: "300",
    height: "300",
    draggable: "false",
  });
  // Without its code a caption says enough.
  image.addEventListener("error", () => (image.hidden = true));
  return element("figure", { class: "qr" }, image, element("figcaption", {}, label));
}

/** The text says the same, so what cannot be drawn is passed by. */
function addPicture(after, drawing) {
  drawing.then((picture) => picture && after.after(picture)).catch(() => {});
}
