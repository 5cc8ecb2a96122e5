/** A Dutch keyboard on the screen. */

import { element } from "../chat/dom.js";

const ROWS = ["1234567890", "qwertyuiop", "asdfghjkl'", "zxcvbnm,.?", "éèëïöü-€"];
const NAMES = {
  "'": "apostrof", ",": "komma", ".": "punt", "?": "vraagteken", "-": "streepje", "€": "euro",
  é: "e met accent aigu", è: "e met accent grave", ë: "e met trema", ï: "i met trema", ö: "o met trema", ü: "u met trema",
};
const MOVES = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

/**
 * Keys that write in a field. One stop for Tab; inside it the arrow keys go from key to key.
 * @param {HTMLTextAreaElement} field
 * @returns {HTMLElement}
 */
export function screenKeyboard(field) {
  const rows = ROWS.map((letters) => [...letters].map((letter) => key(letter, NAMES[letter], () => write(field, letter))));
  rows[4].push(
    key("spatie", null, () => write(field, " "), "key--space"),
    key("wis", "wis letter", () => erase(field), "key--erase"),
  );
  const all = element("div", { class: "keys", role: "group", "aria-label": "Toetsenbord" });
  all.append(...rows.map((keys) => element("div", { class: "keys__row" }, ...keys)));
  rows[1][0].tabIndex = 0;
  all.addEventListener("keydown", (event) => move(event, rows));
  // The field keeps the focus and the cursor.
  all.addEventListener("pointerdown", (event) => event.preventDefault());
  return all;
}

function key(label, name, press, kind = "") {
  const made = element("button", { type: "button", class: `key ${kind}`, tabindex: "-1" }, label);
  if (name) made.setAttribute("aria-label", name);
  made.addEventListener("click", press);
  return made;
}

function write(field, text) {
  const [from, to] = [field.selectionStart, field.selectionEnd];
  if (field.value.length - (to - from) + text.length > field.maxLength) return tell(field, "petri-full");
  field.setRangeText(text, from, to, "end");
  tell(field, "input");
}

function erase(field) {
  const [from, to] = [field.selectionStart, field.selectionEnd];
  if (from === to && !from) return;
  field.setRangeText("", from === to ? from - 1 : from, to, "end");
  tell(field, "input");
}

function move(event, rows) {
  const [down, right] = MOVES[event.key] ?? [];
  if (down === undefined) return;
  event.preventDefault();
  const row = rows.findIndex((keys) => keys.includes(event.target));
  const next = rows[Math.max(0, Math.min(rows.length - 1, row + down))];
  const to = next[Math.max(0, Math.min(next.length - 1, rows[row].indexOf(event.target) + right))];
  event.target.tabIndex = -1;
  to.tabIndex = 0;
  to.focus();
}

function tell(field, type) {
  field.dispatchEvent(new Event(type, { bubbles: true }));
}
