/** The widget's styles: those of Petri's own pages, made to hold in a shadow root on somebody else's page. */

// As on Petri's own pages; see tokens.css.
const TEXT_SIZE = 1.0625;
const FONT = "Petri Hyperlegible";
// In any place in a media query.
const [ALWAYS, NEVER] = ["(min-width: 0)", "(max-width: 0)"];

/**
 * @param {string} css as the pages have it
 * @param {{medium: number, theme?: string}} wishes `medium`: the visitor's own text size in pixels; `theme`: "light" or
 *   "dark", or anything else for what the visitor prefers
 * @returns {CSSStyleSheet}
 */
export function styleSheet(css, { medium, theme }) {
  const sheet = new CSSStyleSheet();
  const scheme = { light: NEVER, dark: ALWAYS }[theme];
  sheet.replaceSync(
    css
      // A shadow root has no fonts of its own; see `loadFont`.
      .replace(/@font-face\s*\{[^}]*\}/gu, "")
      .replaceAll(":root", ".petri")
      .replaceAll("(prefers-color-scheme: dark)", scheme ?? "(prefers-color-scheme: dark)")
      // The page around decides what a rem is, and how wide its window is says nothing of the panel.
      .replace(/(@media[^{]*)|([\d.]+)rem\b/gu, (_, media, size) =>
        media ? media.replace(/\(min-width: [\d.]+rem\)/gu, NEVER) : `${size * medium * TEXT_SIZE}px`,
      ),
  );
  return sheet;
}

/**
 * @param {string} path from this file
 * @returns {Promise<Response>}
 * @throws {Error} it does not come
 */
export async function fetchOurs(path) {
  const response = await fetch(new URL(path, import.meta.url), { credentials: "omit", referrerPolicy: "no-referrer" });
  if (!response.ok) throw new Error(path);
  return response;
}

/** Petri's font, under a name that no page has. Its bytes are fetched, for a page may refuse fonts of others. */
export async function loadFont() {
  const load = async (weight) => {
    const response = await fetchOurs(`../fonts/atkinson-hyperlegible-latin-${weight}-normal.woff2`);
    return new FontFace(FONT, await response.arrayBuffer(), { weight }).load();
  };
  for (const face of await Promise.all(["400", "700"].map(load))) document.fonts.add(face);
}

/**
 * The tokens of tokens.css that have the accent, each as near to the given colour as can be read.
 * @param {string|null} accent a colour as rgb(…)
 * @returns {string} css
 */
export function accentStyle(accent) {
  const given = accent?.match(/^rgba?\((\d+), (\d+), (\d+)/u)?.slice(1).map(Number);
  if (!given) return "";
  const black = [0, 0, 0];
  const white = [255, 255, 255];
  const tokens = (paper, ink, away, own) => {
    const tint = (colour) => mix(paper, colour, 0.12);
    const strong = until((colour) => contrast(colour, tint(colour)) >= 4.6, given, away);
    const said = until((colour) => contrast(colour, own) >= 4.6, mix(strong, black, ink === black ? 0.45 : 0), black);
    const made = {
      accent: strong,
      "accent-strong": mix(strong, away, 0.2),
      "accent-tint": tint(strong),
      "on-accent": ink === black ? [16, 21, 26] : paper,
      own: said,
      "on-own": own,
    };
    return `:root{${Object.entries(made).map(([name, rgb]) => `--${name}:rgb(${rgb.map(Math.round)})`).join(";")}}`;
  };
  const light = tokens([251, 250, 246], white, black, [251, 250, 246]);
  const dark = tokens([39, 49, 64], black, white, [243, 246, 241]);
  return `${light}@media (prefers-color-scheme: dark){${dark}}`;
}

/** `colour`, as far towards `end` as needed. */
function until(isGood, colour, end) {
  for (let share = 0; share < 1; share += 0.05) {
    const made = mix(colour, end, share);
    if (isGood(made)) return made;
  }
  return end;
}

function mix(one, other, share) {
  return one.map((value, index) => value + (other[index] - value) * share);
}

/** As WCAG reckons it. */
function contrast(...colours) {
  const [low, high] = colours
    .map((colour) => {
      const [r, g, b] = colour.map((value) => (value / 255 <= 0.04045 ? value / 3294.6 : ((value / 255 + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
    })
    .sort((a, b) => a - b);
  return high / low;
}
