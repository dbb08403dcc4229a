// What the page tells beside what it shows: to screen readers, and about what went wrong.

import { element } from "./elements.js";
import { hasText, say } from "./language.js";

let pending = null;

/** Has a text read out; of several within a moment the last one, so that moving a slider does not chatter. */
export function announce(text) {
  const place = document.getElementById("announcement");
  clearTimeout(pending);
  // A text that stands there already would not be read again.
  place.textContent = "";
  pending = setTimeout(() => { place.textContent = text; }, 300);
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
