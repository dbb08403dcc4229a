// An entry of a list as a card, with the reasons why it is there.

import { articleAddress } from "./address.js";
import { element, linkToWeb, vector, webAddress } from "./elements.js";
import { asDate, asLanguage, asList, asNumber, asPercent, asSigned, hasText, isSameLanguage, say } from "./language.js";
import { marked } from "./marking.js";

/** Kinds of evidence in the order in which they are told; others of the service follow by name. */
const kinds = ["base", "words", "meaning", "time", "topics", "surroundings", "form", "language"];

/** Provider and date of an article, as far as they are known. */
export function byline(article) {
  const provider = article.provider?.name ?? article.provider?.domain;
  const date = article.publishedDateTime;
  return [
    provider ? element("span", { class: "provider" }, provider) : null,
    date ? element("time", { datetime: date }, asDate(date)) : null,
  ].filter(Boolean);
}

/** A link to where readers find the article. */
export function readLink(article) {
  const address = article.webUrl ?? article.sourceUrl ?? article.originalUrl ?? article.url;
  const host = webAddress(address)?.host.replace(/^www\./, "");
  if (!host) return null;
  const name = say("readAt", { host, title: article.title });
  return linkToWeb(address, { class: "read", "aria-label": name, title: name }, host);
}

/**
 * A card.
 *
 * @param place in its list, from 1
 * @param level of its heading
 * @param scale log-odds that fill half a bar
 * @param language of the article whose list it is
 * @param badges texts that say what is special about its place in the list
 * @param buttons what can be done with it
 * @param open whether its reasons are shown, and what is told when that changes
 */
export function card(entry, options) {
  const { place, level, scale, language = null, badges = [], buttons = [], isOpen = false, toggled } = options;
  const lang = entry.language ?? null;
  const terms = entry.reasons?.sharedTerms ?? [];
  const isElsewhere = entry.pinned && webAddress(entry.id);
  const title = isElsewhere
    ? linkToWeb(entry.id, {}, marked(entry.title, terms))
    : element("a", { href: articleAddress(entry.id) }, marked(entry.title, terms));
  return element("li", { class: "card", "data-id": entry.id },
    element("span", { class: "place", "aria-hidden": "true" }, asNumber(place)),
    element("article", {},
      element(`h${level}`, { class: "title", lang }, title),
      element("p", { class: "meta" }, byline(entry), readLink(entry)),
      entry.excerpt ? element("p", { class: "excerpt", lang }, marked(entry.excerpt, terms)) : null),
    element("div", { class: "facts" },
      entry.probability === undefined ? null : chance(entry.probability),
      [...standing(entry), ...otherLanguage(entry, language), ...badges].map((text) =>
        element("span", { class: "badge" }, text)),
      buttons.length > 0 ? element("div", { class: "buttons" }, buttons) : null),
    entry.reasons ? why(entry, scale, isOpen, toggled) : null);
}

function standing(entry) {
  return [
    entry.pinned ? say("pinned") : null,
    entry.tier === "fallback" ? say("fallback") : null,
  ].filter(Boolean);
}

/** What language an entry is in, where that is another than its list's. */
export const otherLanguage = (entry, language) =>
  isSameLanguage(entry.language, language) ? [] : [asLanguage(entry.language)];

function chance(probability) {
  return element("span", { class: "chance" },
    vector("svg", { viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" },
      vector("rect", { class: "ground", width: 100, height: 10 }),
      vector("rect", { class: "level", width: 100 * probability, height: 10 })),
    say("chance", { percent: asPercent(probability) }));
}

function why(entry, scale, isOpen, toggled) {
  const { logOdds, sharedTerms, daysApart } = entry.reasons;
  const known = kinds.filter((kind) => kind in logOdds);
  const others = Object.keys(logOdds).filter((kind) => !kinds.includes(kind)).sort();
  const sum = Object.values(logOdds).reduce((one, other) => one + other, 0);
  const details = element("details", { class: "why", open: isOpen, toggle: () => toggled?.(details.open) },
    element("summary", { "aria-label": say("whyTitle", { title: entry.title }) }, say("why")),
    element("table", {},
      element("caption", { class: "unseen" }, say("whyTitle", { title: entry.title })),
      element("thead", { class: "unseen" }, element("tr", {},
        ["evidence", "bar", "logOdds"].map((name) => element("th", { scope: "col" }, say(name))))),
      element("tbody", {}, [...known, ...others].map((kind) => contribution(kind, logOdds[kind], scale))),
      element("tfoot", {}, element("tr", {},
        element("th", { scope: "row" }, say("together")),
        element("td", { colspan: 2 },
          entry.probability === undefined
            ? asSigned(sum) : say("sum", { sum: asSigned(sum), percent: asPercent(entry.probability) }))))),
    sharedTerms.length > 0 ? element("p", {}, say("sharedTerms", { terms: asList(sharedTerms) })) : null,
    daysApart === undefined ? null : element("p", {}, distance(daysApart)));
  return details;
}

function distance(days) {
  const whole = Math.round(days);
  return whole < 1 ? say("sameDay") : say("daysApart", { count: whole });
}

function contribution(kind, value, scale) {
  const length = Math.min(Math.abs(value) / scale, 1) * 100;
  const name = `kind.${kind}`;
  return element("tr", {},
    element("th", { scope: "row" }, hasText(name) ? say(name) : kind),
    element("td", { class: "bar" },
      vector("svg", { viewBox: "-100 0 200 10", preserveAspectRatio: "none", "aria-hidden": "true" },
        vector("rect", {
          class: value < 0 ? "against" : "for", x: value < 0 ? -length : 0, y: 1, width: length, height: 8,
        }),
        vector("rect", { class: "axis", x: -0.5, width: 1, height: 10 })),
      element("span", { class: "unseen" }, say(value < 0 ? "speaksAgainst" : "speaksFor"))),
    element("td", { class: "number" }, asSigned(value)));
}

/** The largest log-odds of some entries, so that their bars can be compared; at least 1. */
export function scaleOf(entries) {
  const all = entries.flatMap((entry) => Object.values(entry.reasons?.logOdds ?? {}).map(Math.abs));
  return Math.max(1, ...all);
}

/** What the bars mean, kind by kind. */
export function legend() {
  return element("details", { class: "legend" },
    element("summary", {}, say("legend")),
    element("p", {}, say("legendText")),
    element("dl", {}, kinds.map((kind) => [
      element("dt", {}, say(`kind.${kind}`)), element("dd", {}, say(`meaning.${kind}`)),
    ])));
}
