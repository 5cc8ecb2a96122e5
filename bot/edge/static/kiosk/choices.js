/** What can be chosen on the screen: never more than seven things. */

export const DISTRESS = "safety.distress";
const MORE = { title: "Meer keuzes", isMore: true };

export const MAX_CHOICES = 7;

/**
 * Whether a message is a question of a guide, which its buttons answer.
 * @param {{buttons?: {payload: string}[]}} message
 */
export function isGuideQuestion(message) {
  return (message.buttons ?? []).some(isOption);
}

/**
 * What to offer with a card.
 * @param {object} message
 * @param {{isLast: boolean, isFirst: boolean, page: number}} place where it is among the cards, and which page of its
 *   choices is wanted
 * @returns {{choices: {title: string, payload?: string, isMore?: true}[], controls: ("back"|"next"|"ask"|"restart")[]}}
 */
export function offer(message, { isLast, isFirst, page }) {
  const buttons = message.buttons ?? [];
  const back = isFirst ? [] : ["back"];
  // Nothing draws away from the numbers to call.
  if (message.topic === DISTRESS) return paged([], [...back, isLast ? "ask" : "next", "restart"], page);
  if (isGuideQuestion(message)) return isLast ? guide(buttons, back, page) : paged([], [...back, "next", "restart"], page);
  return paged(buttons, isLast ? [...back, "ask", "restart"] : [...back, "next", "restart"], page);
}

/** A question of a guide: its options come first, and there is always a way to stop. */
function guide(buttons, back, page) {
  const stop = buttons.filter((button) => !isOption(button));
  const options = buttons.filter(isOption);
  const isRoomy = options.length + stop.length + back.length < MAX_CHOICES;
  return paged(options, [...(isRoomy ? back : []), "restart"], page, stop);
}

/** @param {object[]} always choices that are on each page */
function paged(all, controls, page, always = []) {
  const room = MAX_CHOICES - controls.length - always.length;
  if (all.length <= room) return { choices: [...all, ...always], controls };
  // One place is for 'Meer keuzes'; the pages are about equally long.
  const pages = Math.ceil(all.length / (room - 1));
  const size = Math.ceil(all.length / pages);
  const from = (page % pages) * size;
  return { choices: [...all.slice(from, from + size), MORE, ...always], controls };
}

/** Whether a button answers a question of a guide. */
export function isOption({ payload }) {
  return payload.startsWith("/context.inform");
}
