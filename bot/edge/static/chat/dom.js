/** Making elements without innerHTML: text from anywhere stays text. */

/**
 * Make an element.
 * @param {string} name tag name
 * @param {Record<string, string>} [attributes]
 * @param {...(Node|string)} children strings become text
 * @returns {HTMLElement}
 */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/**
 * Make an element of a drawing.
 * @param {string} name tag name
 * @param {Record<string, string|number|URL>} attributes
 * @param {...(Node|string)} children
 * @returns {SVGElement}
 */
export function svg(name, attributes, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/**
 * A link that opens beside the chat, so that following it does not end the conversation.
 * @param {string} href
 * @param {string} label
 * @returns {HTMLElement}
 */
export function outsideLink(href, label) {
  const attributes = { href, target: "_blank", rel: "noopener noreferrer", "aria-describedby": "new-tab" };
  return element("a", attributes, label);
}
