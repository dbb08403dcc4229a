// What becomes of a list where other settings make it, in words.

import { articleAddress } from "./address.js";
import { element, freshID } from "./elements.js";
import { asPercent, say } from "./language.js";
import { saidSettings } from "./settings.js";

/** Entries that only one of two lists has, and those that both have at different places. */
export function differences(first, second) {
  const placeIn = (entries, { id }) => entries.findIndex((other) => other.id === id);
  return {
    entered: second.filter((entry) => placeIn(first, entry) < 0),
    left: first.filter((entry) => placeIn(second, entry) < 0),
    moved: second.filter((entry, place) => ![-1, place].includes(placeIn(first, entry))),
    placeIn,
  };
}

/**
 * A section that says what enters and leaves from the first list to the second.
 *
 * @param lists entries and settings of each
 */
export function changes(first, second) {
  const { entered, left, moved, placeIn } = differences(first.entries, second.entries);
  const heading = freshID();
  const others = saidSettings(second.settings, first.settings);
  const at = (entries, entry) => placeIn(entries, entry) + 1;
  return element("section", { class: "changes", "aria-labelledby": heading },
    element("h3", { id: heading }, say("fromFirstToSecond")),
    element("p", {}, others.length > 0 ? say("otherInSecond", { settings: others.join("; ") }) : say("sameSettings")),
    [
      group("enters", entered, (entry) => say("atPlace", { place: at(second.entries, entry) })),
      group("leaves", left, (entry) => say("wasAtPlace", { place: at(first.entries, entry) })),
      group("moves", moved, (entry) =>
        say("fromPlace", { from: at(first.entries, entry), to: at(second.entries, entry) })),
    ],
    entered.length + left.length + moved.length === 0 ? element("p", {}, say("sameLists")) : null);
}

function group(name, entries, placeOf) {
  if (entries.length === 0) return null;
  const heading = freshID();
  return [
    element("h4", { id: heading }, say(name)),
    element("ul", { class: "named", "aria-labelledby": heading, "data-change": name }, entries.map((entry) =>
      element("li", {},
        element("a", { href: articleAddress(entry.id), lang: entry.language ?? null }, entry.title),
        element("span", { class: "meta" },
          element("span", {}, placeOf(entry)),
          entry.probability === undefined
            ? null : element("span", {}, say("chance", { percent: asPercent(entry.probability) })))))),
  ];
}
