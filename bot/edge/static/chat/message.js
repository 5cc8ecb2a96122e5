/** One entry of the transcript, as a card from a lab notebook. */

import { element } from "./dom.js";
import { mascot } from "./mascot.js";
import { sourceStrip } from "./sources.js";
import { blocks } from "./text.js";

// How a guide begins each question.
const QUESTION = /^Vraag (\d+) van (\d+)\. /mu;
const NAMES = { petri: "Petri", visitor: "Jij", note: "Let op" };

/**
 * Render an entry. What a visitor does with it comes out as bubbling events:
 * `petri-follow` {entry, index} and `petri-rate` {entry, helpful}.
 * @param {import("./conversation.js").Entry} entry
 * @returns {HTMLElement}
 */
export function renderEntry(entry) {
  const { id, who } = entry;
  const name = element("p", { class: "entry__name", id: `naam-${id}` }, NAMES[who]);
  const text = element("div", { class: "entry__text", id: `tekst-${id}` });
  // A visitor's own words get no links: what they typed is what they see.
  text.append(...(who === "visitor" ? [element("p", {}, entry.text)] : blocks(entry.text)));
  const card = element("div", { class: "entry__card" }, text);
  const article = element(
    "article",
    // Not a stop for Tab; the arrow keys come here, and then all of it is read.
    { class: `entry entry--${who}`, tabindex: "-1", "aria-labelledby": `naam-${id} tekst-${id}` },
    element("div", { class: "entry__who" }, name),
    element("div", { class: "entry__body" }, card),
  );
  if (who === "petri") addParts(article, card, entry);
  return article;
}

/** What to show while Petri is thinking. */
export function renderThinking() {
  const text = element("p", { class: "entry__name" }, "Petri denkt na");
  return element("div", { class: "entry entry--thinking" }, element("div", { class: "entry__who" }, mascot("thinking"), text));
}

/**
 * What to show while Petri cannot be reached.
 * @param {string} text
 * @returns {HTMLElement} with a button with the class `away__retry`
 */
export function renderAway(text) {
  const retry = element("button", { class: "away__retry", type: "button" }, "Probeer opnieuw");
  return element("div", { class: "away" }, element("p", {}, text), retry);
}

/** Earlier answers take no feedback any more. */
export function closeRatings(root) {
  for (const rating of root.querySelectorAll(".rating")) rating.remove();
}

/** Make the buttons of this entry usable again: its message did not get through. */
export function reopenButtons(article) {
  for (const button of article.querySelectorAll(".follow-ups button")) enable(button);
}

function addParts(article, card, entry) {
  const { topic, subject, sources = [], buttons = [], route } = entry.message;
  article.querySelector(".entry__who").prepend(mascot(entry.helpful ? "glad" : "listening"));
  const body = article.querySelector(".entry__body");
  const [, at, last] = (topic.startsWith("guide.") && entry.text.match(QUESTION)) || [];
  if (last) card.prepend(strip(at, last));
  // The text says the same, so what cannot be drawn is passed by.
  if (route) addPicture(card, import("./route.js").then(({ drawRoute }) => drawRoute(route)));
  if (topic === "park.travel") addPicture(card, import("./map.js").then(({ drawMap }) => drawMap(null)));
  if (topic === "employer.location" && subject) addPicture(card, import("./map.js").then(({ drawMap }) => drawMap(subject)));
  if (sources.length) card.append(sourceStrip(sources));
  if (buttons.length) body.append(followUps(entry, buttons));
  if (sources.length && entry.rateable) body.append(rating(entry));
}

/** How far along a guide is, as a pH strip that fills. The text says the same. */
function strip(at, last) {
  const pads = Array.from({ length: last }, (_, index) => element("i", index < at ? { class: "is-filled" } : {}));
  return element("div", { class: "strip", "aria-hidden": "true" }, ...pads);
}

function addPicture(card, drawing) {
  drawing
    .then((picture) => {
      if (!picture) return;
      card.querySelector(".entry__text").after(picture);
      tell(picture, "petri-grown");
    })
    .catch(() => {});
}

function followUps(entry, buttons) {
  const list = element("ul", { class: "follow-ups", "aria-label": "Verder vragen" });
  const made = buttons.map(({ title }, index) => {
    const button = element("button", { type: "button" }, title);
    button.addEventListener("click", () => {
      if (isDisabled(button) || !tell(button, "petri-follow", { entry, index })) return;
      useOne(made, index);
    });
    list.append(element("li", {}, button));
    return button;
  });
  if (entry.used !== null) useOne(made, entry.used);
  return list;
}

function useOne(buttons, index) {
  for (const button of buttons) disable(button);
  buttons[index].setAttribute("aria-pressed", "true");
}

function rating(entry) {
  const question = element("p", { id: `hielp-${entry.id}` }, "Hielp dit?");
  const group = element("div", { class: "rating", role: "group", "aria-labelledby": question.id }, question);
  const answers = [
    ["Ja", true],
    ["Nee", false],
  ].map(([label, helpful]) => {
    const button = element("button", { type: "button" }, label);
    button.addEventListener("click", () => {
      if (!isDisabled(button)) tell(button, "petri-rate", { entry, helpful, thank: () => thank(helpful) });
    });
    return [helpful, button];
  });
  const thank = (chosen) => {
    question.textContent = "Dank je.";
    for (const [helpful, button] of answers) {
      disable(button);
      if (helpful === chosen) button.setAttribute("aria-pressed", "true");
    }
    if (chosen) group.closest(".entry")?.querySelector(".mascot").setAttribute("data-mood", "glad");
  };
  group.append(...answers.map(([, button]) => button));
  if (entry.helpful !== null) thank(entry.helpful);
  return group;
}

/** Readable and in its place, but done with; a focused button keeps the focus. */
function disable(button) {
  button.setAttribute("aria-disabled", "true");
  button.setAttribute("tabindex", "-1");
}

function enable(button) {
  for (const name of ["aria-disabled", "aria-pressed", "tabindex"]) button.removeAttribute(name);
}

function isDisabled(button) {
  return button.getAttribute("aria-disabled") === "true";
}

/** @returns {boolean} whether nobody objected */
function tell(from, type, detail) {
  return from.dispatchEvent(new CustomEvent(type, { bubbles: true, cancelable: true, detail }));
}
