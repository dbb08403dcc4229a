// What takes the service longer than a request may: how far it is, and then what it has become.

import { Problem, readWhenMade } from "./api.js";
import { element } from "./elements.js";
import { say } from "./language.js";
import { announce, problemNotice } from "./notices.js";

/**
 * Waits for what is being made, and tells so in its place, where a failure can be tried again.
 *
 * @param name of the texts that say what is made: such as `report`, `reportBeingMade` and `reportIsThere`
 * @param show gets what was made
 */
export async function showWhenMade(place, path, name, signal, show) {
  const bar = element("progress", { max: 1, "aria-label": say(name) });
  const waiting = element("div", { class: "waiting" }, element("p", {}, say(`${name}BeingMade`)), bar);
  place.setAttribute("aria-busy", "true");
  try {
    const made = await readWhenMade(path, signal, (share) => {
      if (!waiting.isConnected) place.replaceChildren(waiting);
      if (share > 0) bar.value = share;
    });
    const hasWaited = waiting.isConnected;
    show(made);
    if (hasWaited) announce(say(`${name}IsThere`), name);
  } catch (error) {
    if (signal.aborted) return;
    if (!(error instanceof Problem)) throw error;
    place.replaceChildren(problemNotice(error, () => showWhenMade(place, path, name, signal, show)));
  } finally {
    place.removeAttribute("aria-busy");
  }
}
