/** Sharing: a link that asks the last question again. Loaded when it is used. */

// Talk about the talk, and what somebody may not want others to see.
const PRIVATE = /^(chat|context|fallback|safety)\./u;
const LEVEL = /^(?:vmbo-(?:b|k|gl|tl)|havo|vwo|mbo-[234]|hbo|wo)(?= \d|$)/u;

const COPIED = "De link is gekopieerd. Plak hem in een bericht.";

/**
 * Share the link to the last answer, with the share sheet of the phone or else by copying it.
 * @param {import("./chat.js").Chat} chat
 */
export async function start(chat) {
  const url = linkTo(lastAsked(chat.conversation.entries));
  if (navigator.share) {
    try {
      return await navigator.share({ title: "Petri: vragen over werken in het lab", url });
    } catch (error) {
      // The visitor thought better of it.
      if (error.name === "AbortError") return;
    }
  }
  try {
    await navigator.clipboard.writeText(url);
    chat.notice(COPIED, "done");
  } catch {
    chat.notice(`Kopieer deze link: ${url}`, "done");
  }
}

/**
 * What the last answer was about: topic, subject and level. Never what was typed.
 * @param {import("./conversation.js").Entry[]} entries
 * @returns {Record<string, string>} nothing when there is no such answer
 */
export function lastAsked(entries) {
  const { message } = entries.findLast((entry) => entry.message && !PRIVATE.test(entry.message.topic)) ?? {};
  if (!message) return {};
  const { topic, subject } = message;
  const level = levelOf(message, entries);
  // A link names a level once.
  return { topic, ...(subject && { subject }), ...(level && level !== subject && { level }) };
}

/**
 * The address of the chat that asks this.
 * @param {Record<string, string>} asked
 * @returns {string}
 */
export function linkTo(asked) {
  const query = new URLSearchParams(asked).toString();
  return new URL(query ? `/chat?${query}` : "/chat", location.origin).href;
}

function levelOf(message, entries) {
  const at = entries.findIndex((entry) => entry.message === message);
  const question = entries.slice(0, at).findLast((entry) => entry.who === "visitor");
  if (question?.link) return question.link.level;
  const from = entries.find((entry) => entry.id === question?.from);
  const [, tapped] = from?.message.buttons[from.used]?.payload.match(/"level": ?"([\w-]+)"/u) ?? [];
  return tapped ?? message.route?.from?.match(LEVEL)?.[0];
}
