// Elements of the page, made without any markup in strings, so that nothing of the archive can become markup.

const vectorNamespace = "http://www.w3.org/2000/svg";

/**
 * Makes an element. Functions among the attributes are listeners by the name of their event, attributes that are null,
 * undefined or false are left out, and children are elements or texts, also in arrays; null and false are none.
 */
export function element(name, attributes = {}, ...children) {
  return filled(document.createElement(name), attributes, children);
}

export function vector(name, attributes = {}, ...children) {
  return filled(document.createElementNS(vectorNamespace, name), attributes, children);
}

function filled(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") made.addEventListener(name, value);
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...present(children));
  return made;
}

const present = (children) => children.flat(Infinity).filter((child) => child !== null && child !== false);

/** Puts children, which may be missing as in `element`, in the place of those that are there. */
export function fill(place, ...children) {
  place.replaceChildren(...present(children));
}

/** The address that a link may have; null where it is none of the web, such as `javascript:`. */
export function webAddress(text) {
  if (typeof text !== "string" || !URL.canParse(text)) return null;
  const address = new URL(text);
  return ["http:", "https:"].includes(address.protocol) ? address : null;
}

/** A link that leaves the page; null where there is no address to go to. */
export function linkToWeb(address, attributes, ...children) {
  const found = webAddress(address);
  if (!found) return null;
  return element("a", { ...attributes, href: found.href, rel: "noopener noreferrer", target: "_blank" }, ...children);
}

/** An id for an element, which others refer to. */
let made = 0;
export function freshID() {
  made += 1;
  return `made-${made}`;
}
