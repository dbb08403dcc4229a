// What the page tells beside what it shows: to screen readers, and about what went wrong.

import { element } from "./elements.js";
import { hasText, say } from "./language.js";

const pending = new Map();
let timer = null;

/**
 * Has a text read out. Of several about one subject within a moment only the last one is, so that moving a slider does
 * not chatter; those about others, such as a change and the list that it led to, are read one after the other.
 */
export function announce(text, subject) {
  const place = document.getElementById("announcement");
  pending.set(subject, text);
  clearTimeout(timer);
  timer = setTimeout(() => {
    // A text that stands there already would not be read again.
    place.replaceChildren(element("span", {}, [...pending.values()].join(" ")));
    pending.clear();
  }, 400);
}

/** What went wrong, with what the service says of it, and a button to try it once more. */
export function problemNotice(problem, again) {
  const title = `problem.${problem.kind}`;
  const detail = problem.kind === "offline" ? say("offlineDetail") : problem.detail;
  return element("div", { class: "problem", role: "alert" },
    element("p", { class: "problem-title" }, hasText(title) ? say(title) : problem.title),
    detail ? element("p", { lang: problem.kind === "offline" ? null : "en" }, detail) : null,
    again ? element("button", { type: "button", click: again }, say("tryAgain")) : null);
}
