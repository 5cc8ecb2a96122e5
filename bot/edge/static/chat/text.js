/** An answer's plain text as paragraphs, lists and links. */

import { element, outsideLink } from "./dom.js";

// A bare address counts only with an ending that Petri's answers use: 'o.a.' and 'bijv.in' are no addresses.
const LINKS = new RegExp(
  [
    String.raw`(?<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)`,
    String.raw`(?<url>https?:\/\/[^\s<>"]+)`,
    String.raw`(?<bare>\b(?:[a-z0-9-]+\.)+(?:nl|com|org|eu)(?![\w-])(?:\/[^\s<>"]*)?)`,
    String.raw`(?<phone>(?:\+31[ -]?|\b0)\d{1,3}[ -]?\d(?:[ -]?\d){3,7}(?!\d))`,
    String.raw`(?<short>\b11[23]\b)`,
  ].join("|"),
  "giu",
);
// Ten digits, or a service number of eight or eleven; a date such as 01-04-2027 has eight as well.
const PHONE = /^(?:\+31\d{9}|0[1-9]\d{8}|0[89]00\d{4}(?:\d{3})?)$/u;
const ITEM = /^(-|\d{1,2}(?=\.))\.? (.*)/u;
const TRAILING = /[.,;:!?)\]'"»’”]+$/u;

/**
 * The text as block elements: a blank line starts a paragraph, a line that starts with '- ' or '1. ' is a list item.
 * @param {string} text
 * @returns {HTMLElement[]}
 */
export function blocks(text) {
  const made = [];
  // An amount stays with its sign.
  const kept = text.trim().replace(/€ (?=\d)/gu, "€\u00a0");
  for (const block of kept.split(/\n[ \t]*\n/u)) {
    let list = null;
    let paragraph = null;
    for (const line of block.split("\n")) {
      const [, mark, item] = line.match(ITEM) ?? [];
      if (mark) {
        paragraph = null;
        const name = mark === "-" ? "ul" : "ol";
        // A list goes on counting after a blank line.
        if (list?.localName !== name) made.push((list = element(name, mark > 1 ? { start: mark } : {})));
        list.append(element("li", {}, withLinks(item)));
      } else if (line.trim()) {
        list = null;
        if (paragraph) paragraph.append(element("br"), withLinks(line));
        else made.push((paragraph = element("p", {}, withLinks(line))));
      }
    }
  }
  return made;
}

/**
 * One line, with its addresses and phone numbers as links.
 * @param {string} line
 * @returns {DocumentFragment}
 */
export function withLinks(line) {
  const made = document.createDocumentFragment();
  let done = 0;
  for (const match of line.matchAll(LINKS)) {
    const label = match.groups.short ? match[0] : match[0].replace(TRAILING, "");
    const link = linkTo(match.groups, label, line.slice(0, match.index));
    if (!link) continue;
    made.append(line.slice(done, match.index), link);
    done = match.index + label.length;
  }
  made.append(line.slice(done));
  return made;
}

function linkTo(kind, label, before) {
  if (kind.email) return outsideLink(`mailto:${label}`, label);
  if (kind.url) return outsideLink(label, label);
  if (kind.bare) return outsideLink(`https://${label}`, label);
  const number = label.replace(/[^+\d]/gu, "");
  // 112 and 113 are also just numbers: only one to call is a link.
  const isNumber = kind.short ? /\bbel[^.!?]*$/iu.test(before) : PHONE.test(number);
  // A call leaves the page where it is, so it needs no tab of its own.
  return isNumber ? element("a", { href: `tel:${number}` }, label) : null;
}
