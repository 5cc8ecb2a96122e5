/** Filters /bronnen while somebody types. Without it the form asks the server, which finds the same. */

const form = document.querySelector(".search");
const status = document.querySelector("#gevonden");
const total = Number(form.dataset.total);
const groups = [...document.querySelectorAll(".group")].map((section) => ({
  section,
  link: document.querySelector(`.index a[href="#${section.querySelector("h2").id}"]`).parentElement,
  items: [...section.querySelectorAll(".sources > li")].map((item) => ({ item, text: fold(textOf(item)) })),
}));
let waiting = 0;

// Only the whole list can be filtered here; what the server has filtered is less.
if (!new URLSearchParams(location.search).get("q")) {
  form.q.addEventListener("input", () => {
    clearTimeout(waiting);
    // A screen reader hears one count, not one for each letter.
    waiting = setTimeout(filter, 150);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    filter();
  });
}
form.volgorde.addEventListener("change", () => form.submit());
// A browser may put back what was typed before a reload.
if (form.q.value) filter();

function filter() {
  const words = fold(form.q.value).split(/\s+/u).filter(Boolean);
  let found = 0;
  for (const { section, link, items } of groups) {
    let here = 0;
    for (const { item, text } of items) {
      item.hidden = !words.every((word) => text.includes(word));
      if (!item.hidden) here += 1;
    }
    section.hidden = link.hidden = here === 0;
    found += here;
  }
  document.querySelector(".nothing").hidden = found > 0;
  status.textContent = found === total ? `${total} bronnen` : `${found} van ${total} bronnen`;
}

function textOf(item) {
  return [...item.querySelectorAll("a, .label, .uses")].map((part) => part.textContent).join(" ");
}

/** Without capitals and accents, as bot/edge/source_list.py does. */
function fold(text) {
  return text.toLowerCase().normalize("NFD").replace(/\p{Mn}/gu, "");
}
