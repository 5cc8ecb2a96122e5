/** The `<petri-kiosk>` element: brings the visit, the screens and the countdown together. */

import { Announcer } from "../chat/announcer.js";
import { element } from "../chat/dom.js";
import { Attract } from "./attract.js";
import { renderCard, renderThinking } from "./card.js";
import { DISTRESS, offer } from "./choices.js";
import { COUNTDOWN, IDLE, IDLE_IN_DISTRESS, Idle } from "./idle.js";
import { lock } from "./lock.js";
import { showQuestioner } from "./questioner.js";
import { Speech } from "./speech.js";
import { Visit } from "./visit.js";
import { Watch } from "./watch.js";

const CONTROLS = { back: "Terug", next: "Verder", ask: "Stel zelf een vraag", restart: "Opnieuw" };
// Most answers come at once; a screen that says so would only flicker.
const SLOW = 400;
// Seconds at which the countdown is spoken.
const SPOKEN = [COUNTDOWN, 5];

/** A whole kiosk. Its parts are in its markup, marked with `data-part`; see kiosk.html. */
class PetriKiosk extends HTMLElement {
  #parts = {};
  #attract;
  #announcer;
  #idle;
  #speech;
  #watch = new Watch();
  /** @type {Visit|null} null when nobody is there */
  #visit = null;
  /** Which card is shown, and which page of its choices. */
  #at = 0;
  #page = 0;
  #slow;

  /** Called by the browser when the element is in the page, with its children. */
  connectedCallback() {
    for (const part of this.querySelectorAll("[data-part]")) this.#parts[part.dataset.part] = part;
    const { live, voice, attract, start, stay, leave, idle } = this.#parts;
    lock(document);
    this.#announcer = new Announcer(live);
    this.#speech = new Speech(voice);
    this.#idle = new Idle(document);
    this.#attract = new Attract(JSON.parse(document.getElementById("stories").textContent), this.#parts);
    // The whole screen is the button, for who does not aim.
    attract.addEventListener("click", () => this.#begin());
    start.addEventListener("click", () => this.#begin());
    stay.addEventListener("click", () => this.#stay());
    leave.addEventListener("click", () => this.#leave());
    idle.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.#stay();
    });
    this.#listen();
    this.#show("attract");
    this.#watch.start();
  }

  #listen() {
    const { soon, idle } = this.#parts;
    this.#idle.addEventListener("soon", ({ detail: { isSoon } }) => {
      if (isSoon && soon.hidden) this.#announcer.say(soon.textContent);
      soon.hidden = !isSoon;
    });
    this.#idle.addEventListener("count", ({ detail: { left } }) => this.#count(left));
    this.#idle.addEventListener("alive", () => idle.close());
    this.#idle.addEventListener("gone", () => this.#leave());
    // Who reads an answer is not disturbed; only who asks something has to know.
    this.#watch.addEventListener("away", () => this.#visit || this.#showAway());
    this.#watch.addEventListener("back", () => this.#parts.gone.hidden || this.#goOn());
  }

  /** A new visitor: nothing is left of the one before. */
  #begin() {
    if (this.#visit || this.#watch.isAway) return;
    const visit = (this.#visit = new Visit());
    const on = (type, listener) => visit.addEventListener(type, ({ detail }) => this.#visit === visit && listener(detail));
    on("answered", ({ first }) => this.#showCard(first));
    on("refused", ({ title, body }) => this.#takeBack(title, body));
    on("reached", () => this.#watch.reached());
    on("away", () => {
      this.#watch.lost();
      this.#showAway();
    });
    this.#idle.start(IDLE);
    this.#wait();
    visit.go();
  }

  /** Erase everything and wait for the next visitor. */
  #leave() {
    this.#forget();
    this.#setAway(this.#watch.isAway);
    this.#show("attract");
    this.#parts.start.focus({ preventScroll: true });
  }

  #forget() {
    clearTimeout(this.#slow);
    this.#visit?.end();
    this.#visit = null;
    this.#idle.stop();
    this.#speech.reset();
    this.#announcer.say();
    this.#parts.talk.replaceChildren();
    this.#parts.ask.replaceChildren();
    [this.#at, this.#page] = [0, 0];
  }

  #stay() {
    this.#idle.start(this.#patience());
  }

  #patience() {
    return this.#visit?.cards[this.#at]?.message.topic === DISTRESS ? IDLE_IN_DISTRESS : IDLE;
  }

  #count(left) {
    const { idle, count, counted, strip, stay } = this.#parts;
    if (!idle.open) {
      strip.replaceChildren(...Array.from({ length: COUNTDOWN }, () => element("i")));
      idle.showModal();
      stay.focus();
    }
    count.textContent = String(left);
    [...strip.children].forEach((each, index) => each.classList.toggle("is-over", index >= left));
    if (SPOKEN.includes(left)) counted.textContent = `Nog ${left} seconden.`;
  }

  /** @param {"attract"|"talk"|"ask"} screen */
  #show(screen) {
    for (const name of ["attract", "talk", "ask"]) this.#parts[name].hidden = name !== screen;
    this.dataset.screen = screen;
    if (screen === "attract") this.#attract.start();
    else this.#attract.stop();
  }

  #showCard(index) {
    clearTimeout(this.#slow);
    [this.#at, this.#page] = [index, 0];
    const card = this.#visit.cards[index];
    const { message } = card;
    const { card: made, further } = renderCard(card);
    const [choices, bar] = ["choices", "bar"].map((name) => element("div", { class: name }));
    const beside = element("div", { class: "beside" }, choices, further ?? "");
    this.#parts.talk.replaceChildren(made, beside, bar);
    this.#offer();
    this.#show("talk");
    // On a low screen the codes stand under the text, which scrolls.
    if (further && beside.scrollHeight > beside.clientHeight) made.querySelector(".card__text").append(further);
    made.querySelector("h2").focus({ preventScroll: true });
    this.#announcer.say(message.text);
    // What somebody in distress asked is nobody else's business.
    if (message.topic === DISTRESS) this.#speech.hush();
    else this.#speech.say(message.text);
    this.#idle.start(this.#patience());
  }

  /** Put the choices beside the card, and what is always possible under it. */
  #offer() {
    const { cards } = this.#visit;
    const { message } = cards[this.#at];
    const place = { isFirst: this.#at === 0, isLast: this.#at === cards.length - 1, page: this.#page };
    const { choices, controls } = offer(message, place);
    const buttons = choices.map(({ title, payload, isMore }) =>
      isMore
        ? this.#button(title, "choice choice--more", () => this.#offerMore())
        : this.#button(title, "choice", (button) => this.#ask(title, { payload }, button)),
    );
    this.querySelector(".choices").replaceChildren(...buttons);
    const does = {
      back: () => this.#showCard(this.#at - 1),
      next: () => this.#showCard(this.#at + 1),
      ask: () => this.#showQuestioner("", ""),
      restart: () => this.#restart(),
    };
    const made = controls.map((name) => this.#button(CONTROLS[name], `choice choice--${name}`, does[name]));
    this.querySelector(".talk .bar").replaceChildren(...made);
  }

  #offerMore() {
    this.#page++;
    this.#offer();
    this.querySelector(".choices button").focus({ preventScroll: true });
  }

  #button(title, kind, press) {
    const made = element("button", { type: "button", class: kind }, element("span", {}, title));
    made.addEventListener("click", () => press(made));
    return made;
  }

  #ask(question, body, button) {
    if (!this.#visit.ask(question, body)) return;
    button?.setAttribute("aria-pressed", "true");
    this.#wait();
  }

  /** If the answer is not there soon, say that Petri thinks. */
  #wait() {
    clearTimeout(this.#slow);
    this.#slow = setTimeout(() => this.#showThinking(), SLOW);
  }

  #showThinking() {
    const made = renderThinking(this.#visit.asked);
    const restart = this.#button(CONTROLS.restart, "choice choice--restart", () => this.#restart());
    this.#parts.talk.replaceChildren(made, element("div", { class: "beside" }), element("div", { class: "bar" }, restart));
    this.#show("talk");
    made.querySelector("h2").focus({ preventScroll: true });
    this.#announcer.say("Petri denkt na.");
  }

  #showQuestioner(text, notice) {
    this.#speech.hush();
    this.#show("ask");
    showQuestioner(
      this.#parts.ask,
      { text, notice },
      {
        onAsk: (typed) => this.#ask(typed, { text: typed }),
        onBack: () => this.#showCard(this.#at),
        say: (message) => this.#announcer.say(message),
      },
    );
  }

  /** The edge would not have a question: show it again, with what is wrong. */
  #takeBack(title, { text }) {
    clearTimeout(this.#slow);
    if (text) return this.#showQuestioner(text, title);
    this.#showCard(this.#at);
    this.querySelector(".choices").prepend(element("p", { class: "choices__notice" }, title));
    this.#announcer.say(title);
  }

  /** Start again with a new conversation; the one before is erased. */
  #restart() {
    this.#forget();
    if (this.#watch.isAway) this.#showAway();
    else this.#begin();
  }

  /** While Petri is away the stories go on. */
  #showAway() {
    clearTimeout(this.#slow);
    this.#setAway(true);
    this.#show("attract");
  }

  /** Petri is back: whoever had asked something gets the answer now. */
  #goOn() {
    this.#setAway(false);
    if (!this.#visit) return;
    this.#wait();
    this.#visit.go();
  }

  #setAway(isAway) {
    const { invite, gone, kept } = this.#parts;
    this.toggleAttribute("data-away", isAway);
    [invite.hidden, gone.hidden] = [isAway, !isAway];
    kept.hidden = !this.#visit?.isWaiting;
  }
}

customElements.define("petri-kiosk", PetriKiosk);
