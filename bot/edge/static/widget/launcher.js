/** The button on the page and the panel that it opens. */

import { element, svg } from "../chat/dom.js";
import { mascot } from "../chat/mascot.js";
import { surroundings } from "../chat/surroundings.js";
import { drawing } from "./drawing.js";
import { fill } from "./panel.js";
import { accentStyle, fetchOurs, loadFont, styleSheet } from "./style.js";
import { styles } from "./styles.js";

// Where a panel beside the page would leave too little of both, it fills the screen.
const SMALL = "(max-width: 30rem), (max-height: 30rem)";
const STATE = "petri.widget";

// A <use> cannot reach what another origin has, so the drawing came along and is in the shadow root.
surroundings.drawing = (id) => svg("use", { href: `#${id}` });

/** What window.Petri leads to: the launcher, the panel, and what this visit remembers of them. */
export class Widget {
  #host;
  #wishes;
  /** What the shadow root wears; more comes with the first picture that needs it. */
  #styles = [styles];
  /** What that is, in short. */
  #worn = "";
  #root;
  #launcher;
  #panel;
  #body;
  /** From the first opening on. */
  #chat = null;
  #font = null;
  #isOpen = false;
  /** What had the focus when the panel opened. */
  #opener = null;
  #small = matchMedia(SMALL);

  /**
   * @param {HTMLElement} host where the widget goes
   * @param {Record<string, string>} wishes the script's data attributes
   */
  constructor(host, wishes) {
    [this.#host, this.#wishes] = [host, wishes];
    this.#root = host.attachShadow({ mode: "open" });
    const side = wishes.position === "left" ? "left" : "right";
    const petri = element("div", { class: `petri petri--${side}`, lang: "nl", role: "region", "aria-label": "Petri" });
    this.#root.append(petri);
    this.#dress();
    surroundings.style = async (name) => {
      this.#styles.push(await (await fetchOurs(`../chat/${name}`)).text());
      this.#dress();
    };
    this.#launcher = makeLauncher(wishes.label);
    [this.#panel, this.#body] = makePanel(() => this.close());
    petri.append(svg("svg", { hidden: "" }, ...drawing.map(draw)), this.#launcher, this.#panel);
    // After everything of the page, and outside of what the page may move or replace.
    document.documentElement.append(host);
    this.#listen(petri);
    if (isRemembered()) this.#show({ isBack: true });
  }

  /** Open the panel. */
  open() {
    if (!this.#isOpen) this.#show({});
  }

  /** Close the panel; the conversation stays. */
  close() {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    remember(false);
    this.#panel.close();
    this.#mark();
    // Only when the focus would be lost.
    const focused = document.activeElement;
    if (!focused || focused === document.body || focused === this.#host) {
      const opener = this.#opener?.isConnected ? this.#opener : this.#launcher;
      opener.focus({ preventScroll: true });
    }
    tell("close");
  }

  /** Open the panel and ask what a link would: a topic, about a subject, for a level. */
  ask(topic, subject, level) {
    const link = linkOf({ topic, subject, level });
    if (!link) return;
    if (this.#isOpen) this.#chat.ask(link);
    else this.#show({ question: link });
  }

  #listen(petri) {
    this.#launcher.addEventListener("click", () => this.open());
    // Who comes near is about to ask.
    for (const type of ["pointerenter", "focus"]) this.#launcher.addEventListener(type, () => this.#loadFont());
    // The page may have shortcuts; to it all that is typed here seems to come from no field.
    for (const type of ["keydown", "keypress", "keyup"]) petri.addEventListener(type, (event) => event.stopPropagation());
    this.#panel.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      event.preventDefault();
      this.close();
    });
    // The way back of a phone, and whatever else closes a dialog.
    this.#panel.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.close();
    });
    this.#panel.addEventListener("close", () => !this.#panel.open && this.close());
    this.#small.addEventListener("change", () => {
      if (!this.#isOpen) return;
      const focused = this.#root.activeElement;
      this.#panel.close();
      this.#lay();
      focused?.focus();
    });
    for (const type of ["resize", "scroll"]) visualViewport?.addEventListener(type, () => this.#fit());
    document.addEventListener("focusin", ({ target }) => this.#stepAside(target));
    // A page that the back button brings as it was knows nothing of what was said since.
    addEventListener("pageshow", ({ persisted }) => persisted && this.#renew());
  }

  /** Wear the styles; the page may have another accent than it had. */
  #dress() {
    const wanted = this.#wishes.accent || getComputedStyle(this.#host).getPropertyValue("--petri-accent").trim();
    const key = `${wanted} ${this.#styles.length}`;
    if (key === this.#worn) return;
    this.#worn = key;
    const probe = element("i", {});
    this.#root.append(probe);
    Object.assign(probe.style, { all: "initial", color: wanted });
    const { color, fontSize } = getComputedStyle(probe);
    const accent = CSS.supports("color", wanted) ? accentStyle(color) : "";
    probe.remove();
    const wishes = { medium: parseFloat(fontSize), theme: this.#wishes.theme };
    this.#root.adoptedStyleSheets = [...this.#styles, accent].map((css) => styleSheet(css, wishes));
  }

  #show({ isBack = false, question = null }) {
    this.#isOpen = true;
    remember(true);
    const focused = document.activeElement;
    this.#opener = isBack || focused === this.#host ? null : focused;
    this.#panel.classList.toggle("panel--back", isBack);
    this.#dress();
    this.#lay();
    this.#mark();
    this.#loadFont();
    if (!this.#chat) this.#fill(question);
    else if (question) this.#chat.ask(question);
    if (!isBack) this.#focus();
    tell("open");
  }

  /** Beside the page, or, where there is no room for both, instead of it. */
  #lay() {
    this.#panel.classList.toggle("panel--full", this.#small.matches);
    if (this.#small.matches) {
      this.#panel.showModal();
      this.#panel.focus();
    } else {
      // show() would take the focus, also when a page is loaded again.
      this.#panel.setAttribute("open", "");
    }
    this.#fit();
  }

  /** A phone's keyboard covers the page; the panel keeps to what is left. */
  #fit() {
    if (!this.#isOpen || !this.#small.matches || !window.visualViewport || visualViewport.scale > 1.01) return;
    const { height, offsetTop } = visualViewport;
    this.#panel.style.setProperty("--visible-height", `${height}px`);
    this.#panel.style.setProperty("--visible-top", `${offsetTop}px`);
  }

  /** What has the focus must be seen, also when it lies under the launcher. */
  #stepAside(focused) {
    const [one, other] = [focused, this.#launcher].map((each) => each.getBoundingClientRect());
    const isUnder = one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
    const isReached = focused !== this.#host && isUnder && focused.matches(":focus-visible");
    this.#launcher.classList.toggle("launcher--aside", isReached);
  }

  #mark() {
    this.#launcher.setAttribute("aria-expanded", this.#isOpen);
    this.#launcher.hidden = this.#isOpen;
  }

  /** Into the field; on a phone not, for its keyboard would cover what Petri says. */
  #focus() {
    const field = this.#small.matches ? null : this.#body.querySelector("textarea");
    (field ?? this.#panel).focus({ preventScroll: true });
  }

  /** @param {object|null} question what the page asks */
  #fill(question) {
    this.#chat = fill(this.#panel, this.#body, { link: linkOf(this.#wishes), question, tell });
  }

  /** It may come too late for the first words; nothing waits for it. */
  #loadFont() {
    this.#font ??= loadFont().catch(() => {});
  }

  #renew() {
    this.#chat?.conversation.stop();
    this.#chat = null;
    this.#body.replaceChildren();
    if (this.#isOpen) this.#fill(null);
    if (this.#isOpen && !isRemembered()) this.close();
    else if (!this.#isOpen && isRemembered()) this.#show({ isBack: true });
  }
}

/** A part of petri.svg, from [name, attributes, children]. */
function draw([name, attributes, children]) {
  return svg(name, attributes, ...children.map(draw));
}

function makeLauncher(label) {
  const text = element("span", { class: "launcher__label" }, label?.trim() || "Vraag Petri");
  const attributes = { class: "launcher", type: "button", "aria-haspopup": "dialog", "aria-expanded": "false" };
  return element("button", attributes, mascot("listening"), text);
}

function makePanel(close) {
  const cross = svg("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" }, svg("path", { d: "M5 5 19 19M19 5 5 19" }));
  const closer = element("button", { class: "panel__close", type: "button", "aria-label": "Sluiten" }, cross);
  closer.addEventListener("click", close);
  const face = mascot("listening");
  face.classList.add("header__mascot");
  const name = element("h2", { id: "petri" }, "Petri");
  const what = element("p", {}, "computerhulp ", element("span", {}, "van het CIV Bio Sciences"));
  const header = element("div", { class: "header" }, face, element("div", { class: "header__name" }, name, what), closer);
  const body = element("div", { class: "page" });
  const panel = element("dialog", { class: "panel", tabindex: "-1", "aria-labelledby": "petri" }, header, body);
  return [panel, body];
}

function linkOf(given) {
  const parts = ["topic", "subject", "level"].filter((part) => given[part]).map((part) => [part, String(given[part])]);
  return given.topic ? Object.fromEntries(parts) : null;
}

function tell(type, detail) {
  document.dispatchEvent(new CustomEvent(`petri:${type}`, { detail }));
}

function isRemembered() {
  try {
    return sessionStorage.getItem(STATE) === "open";
  } catch {
    return false;
  }
}

function remember(isOpen) {
  try {
    sessionStorage.setItem(STATE, isOpen ? "open" : "closed");
  } catch {
    // Then the panel is closed on the next page.
  }
}
