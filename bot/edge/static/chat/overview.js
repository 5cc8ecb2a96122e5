/** 'Mijn overzicht': the answers of a conversation as a page to print or keep. Loaded when it is used. */

import { element } from "./dom.js";
import { mascot } from "./mascot.js";
import { lastAsked, linkTo } from "./share.js";
import { originOf, titleOf } from "./sources.js";
import { surroundings } from "./surroundings.js";
import { blocks } from "./text.js";

const NOTHING = "Er is nog geen antwoord om te bewaren. Stel eerst een vraag.";
const CAREFUL =
  "Petri is een computerprogramma. Een antwoord kan fout zijn, of intussen verouderd. Kijk voor wat voor jou belangrijk is bij de bron, of vraag het de school, het bedrijf of je decaan.";
const SAVE = "Opslaan kan ook zonder printer: kies in het printscherm ‘Opslaan als pdf’.";

// A guide ends with an outcome, which answers no one question.
const OUTCOMES = { "guide.quiz": "De test: welk lab past bij mij?", "guide.route_advice": "Hulp bij het kiezen: welke route past bij mij?" };
// What can be asked again from paper: no talk about the talk, and no option of a question.
const IDEA = /^\/(?!chat\.|context\.|fallback\.|safety\.)/u;

const MONTHS = "januari februari maart april mei juni juli augustus september oktober november december".split(" ");
const DATE = new RegExp(String.raw`\b(?<day>\d{1,2}) (?<month>${MONTHS.join("|")})(?: (?<year>\d{4}))?(?!\d)`, "giu");
// When a wage went up is no date to keep.
const HAS_DATES = /^(?:programme|visit|park|civ|guide)\./u;
const MOST = 6;

let styled = null;

/**
 * Show the overview in place of the chat.
 * @param {import("./chat.js").Chat} chat
 * @param {HTMLElement} opener the button that asked for it
 */
export async function start(chat, opener) {
  const { entries } = chat.conversation;
  const answers = answersIn(entries);
  if (!answers.length) return chat.notice(NOTHING);
  styled ??= surroundings.style("overview.css");
  await styled;
  const overview = await makeOverview(answers, entries);
  const chatPage = document.querySelectorAll("petri-chat, .skip-link");
  const log = document.querySelector("[data-part=transcript]");
  const top = log.scrollTop;
  const onKey = (event) => event.key === "Escape" && history.back();
  const close = () => {
    removeEventListener("keydown", onKey);
    overview.remove();
    for (const each of chatPage) each.hidden = false;
    log.scrollTop = top;
    // On a phone the button is in the menu, which is closed.
    (opener.checkVisibility?.() === false ? opener.closest("details").firstElementChild : opener).focus();
  };
  // The back button of a phone goes back to the chat, too.
  history.pushState({}, "");
  addEventListener("popstate", close, { once: true });
  addEventListener("keydown", onKey);
  for (const each of chatPage) each.hidden = true;
  document.body.append(overview);
  scrollTo(0, 0);
  overview.querySelector("h1").focus();
}

/** The answers with sources, each once, with what was asked. */
function answersIn(entries) {
  const found = new Map();
  let question = "";
  for (const { who, text, message } of entries) {
    if (who === "visitor") question = text;
    if (message?.sources?.length) found.set(text, { question: OUTCOMES[message.topic] ?? question, text, message });
  }
  return [...found.values()];
}

async function makeOverview(answers, entries) {
  const sources = [...new Map(answers.flatMap(({ message }) => message.sources.map((source) => [source.id, source]))).values()];
  const numberOf = (source) => sources.findIndex(({ id }) => id === source.id) + 1;
  const shown = await Promise.all(answers.map((answer) => makeAnswer(answer, numberOf)));
  const today = new Intl.DateTimeFormat("nl", { dateStyle: "long" }).format(new Date());
  const header = element(
    "header",
    { class: "overview__header" },
    mascot("listening"),
    element("div", {}, element("h1", { tabindex: "-1" }, "Mijn overzicht"), element("p", {}, `uit een gesprek met Petri · ${today}`)),
  );
  const sheet = element("div", { class: "overview__sheet" }, header, ...shown, await makeNext(answers, entries), makeSources(sources));
  sheet.append(element("p", { class: "overview__careful" }, CAREFUL));
  return element("main", { class: "overview" }, makeBar(), sheet);
}

function makeBar() {
  const back = element("button", { type: "button" }, "Terug");
  const print = element("button", { type: "button", class: "overview__print" }, "Printen of opslaan");
  back.addEventListener("click", () => history.back());
  print.addEventListener("click", () => window.print());
  return element("div", { class: "overview__bar" }, back, print, element("p", {}, SAVE));
}

async function makeAnswer({ question, text, message }, numberOf) {
  const numbers = message.sources.map(numberOf);
  const label = `${numbers.length === 1 ? "bron" : "bronnen"} ${numbers.join(", ")}`;
  const made = element("section", { class: "overview__answer" }, element("h2", {}, capital(question)), ...blocks(text));
  if (message.route) {
    try {
      const { drawRoute } = await import("./route.js");
      made.append(await drawRoute(message.route));
    } catch {
      // The text says the same.
    }
  }
  made.append(element("p", { class: "overview__label" }, label));
  return made;
}

/** 'wanneer open dag' was typed in a hurry; as a heading it begins as a heading does. */
function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

async function makeNext(answers, entries) {
  const made = element("section", { class: "overview__next" }, element("h2", {}, "Volgende stappen"));
  const dates = datesIn(answers);
  if (dates.length) made.append(element("h3", {}, "Data om te onthouden"), element("ul", {}, ...dates.map(withBoldDates)));
  const asked = new Set(entries.filter(({ who }) => who === "visitor").map(({ text }) => text));
  const ideas = answers
    .map(({ message }) => message.buttons.filter(({ title, payload }) => IDEA.test(payload) && !asked.has(title)))
    .findLast((some) => some.length) ?? [];
  if (ideas.length) {
    made.append(element("h3", {}, "Verder vragen"), element("ul", {}, ...ideas.map(({ title }) => element("li", {}, title))));
  }
  const link = linkTo(lastAsked(entries));
  const address = element("p", {}, "Vraag verder aan Petri. Scan de code of ga naar ", element("a", { href: link }, link.replace(/^https?:\/\//u, "")), ".");
  const code = element("img", { src: `/qr.svg?${new URLSearchParams({ text: link })}`, alt: "QR-code met de link naar je laatste vraag" });
  const back = element("div", { class: "overview__back" }, code, address);
  try {
    await code.decode();
  } catch {
    code.remove();
    address.firstChild.textContent = "Vraag verder aan Petri. Ga naar ";
  }
  made.append(back);
  return made;
}

/** The sentences with a day that is still to come, or comes every year. */
function datesIn(answers) {
  const now = new Date();
  const isPast = ({ groups: { day, month, year } }) =>
    year && new Date(year, MONTHS.indexOf(month.toLowerCase()), Number(day) + 1) < now;
  const sentences = answers
    .filter(({ message }) => HAS_DATES.test(message.topic))
    .flatMap(({ text }) => text.split(/\n+|(?<=[.?])\s+(?=\p{Lu})/u))
    .map((sentence) => sentence.replace(/^(?:-|\d{1,2}\.) /u, ""))
    .filter((sentence) => {
      const dates = [...sentence.matchAll(DATE)];
      return dates.length && !dates.some(isPast);
    });
  return [...new Set(sentences)].slice(0, MOST);
}

function withBoldDates(sentence) {
  const made = element("li");
  let done = 0;
  for (const match of sentence.matchAll(DATE)) {
    made.append(sentence.slice(done, match.index), element("b", {}, match[0]));
    done = match.index + match[0].length;
  }
  made.append(sentence.slice(done));
  return made;
}

function makeSources(sources) {
  const items = sources.map((source) =>
    element("li", {}, titleOf(source), element("span", {}, originOf(source)), element("span", { class: "overview__address" }, source.url)),
  );
  return element("section", { class: "overview__sources" }, element("h2", {}, "Bronnen"), element("ol", {}, ...items));
}
