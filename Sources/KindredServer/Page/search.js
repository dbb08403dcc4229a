// The view of what a search has found.

import { searchAddress } from "./address.js";
import { searchArchive } from "./api.js";
import { card, scaleOf } from "./cards.js";
import { element } from "./elements.js";
import { say } from "./language.js";
import { announce } from "./notices.js";

const step = 10;
const most = 100;
/** A search always gives the nearest that there is; what is less probable than this is told apart. */
const likely = 0.5;

/** @returns the title of the view */
export async function showSearch(main, { parameters }, { signal }) {
  const q = parameters.get("q") ?? "";
  const limit = Math.min(Math.max(Number.parseInt(parameters.get("limit"), 10) || step, 1), most);
  const query = new URLSearchParams({ q, limit, explain: "true" });
  const { related } = await searchArchive(query, signal);
  const hits = related.filter((entry) => entry.probability >= likely);
  const others = related.filter((entry) => entry.probability < likely);
  const scale = scaleOf(related);
  const cards = (entries, start) => element("ol", { class: "cards", start },
    entries.map((entry, place) => card(entry, { place: start + place, level: 3, scale })));

  main.replaceChildren(element("div", { class: "search-view" },
    element("h1", { tabindex: -1 }, say("resultsOf", { q })),
    hits.length > 0 ? [element("h2", { class: "count" }, say("likely", { count: hits.length })), cards(hits, 1)] : null,
    others.length > 0
      ? [element("h2", { class: "count" },
        say(hits.length > 0 ? "lessLikely" : "noneLikely", { count: others.length })), cards(others, hits.length + 1)]
      : null,
    related.length === 0
      ? element("div", { class: "empty" }, element("p", {}, say("nothingFound")), element("p", {}, say("searchHelp")))
      : null,
    related.length === limit && limit < most
      ? element("p", {}, element("a", {
        class: "more", href: searchAddress(q, { limit: Math.min(limit + step, most) }),
      }, say("more")))
      : null));
  announce(say("found", { count: related.length }), "search");
  return say("resultsOf", { q });
}
