// The page's language, and numbers and dates as it writes them.

import { english } from "./strings-en.js";
import { german } from "./strings-de.js";

const texts = { en: english, de: german };
export const languageNames = { en: "English", de: "Deutsch" };
const storageKey = "kindred.language";

let language = "en";
let formats = {};

export function currentLanguage() {
  return language;
}

/** Takes the language that was chosen before, else the first of the browser's that the page speaks. */
export function startLanguage() {
  const wanted = [localStorage.getItem(storageKey), ...navigator.languages.map((tag) => tag.split("-")[0])];
  use(wanted.find((tag) => Object.hasOwn(texts, tag ?? "")) ?? "en");
}

export function chooseLanguage(chosen) {
  localStorage.setItem(storageKey, chosen);
  use(chosen);
}

function use(chosen) {
  language = chosen;
  // The browser's own region decides how dates look, where it is one of this language.
  const locale = navigator.languages.find((tag) => tag.split("-")[0] === chosen) ?? chosen;
  formats = {
    plural: new Intl.PluralRules(locale),
    number: new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }),
    figure: new Intl.NumberFormat(locale, { maximumFractionDigits: 3 }),
    percent: new Intl.NumberFormat(locale, { style: "percent" }),
    signed: new Intl.NumberFormat(locale, {
      signDisplay: "exceptZero", minimumFractionDigits: 2, maximumFractionDigits: 2,
    }),
    moment: new Intl.DateTimeFormat(locale, { dateStyle: "medium" }),
    day: new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" }),
    languages: new Intl.DisplayNames(locale, { type: "language" }),
    list: new Intl.ListFormat(locale, { type: "unit", style: "short" }),
  };
  document.documentElement.lang = chosen;
  for (const place of document.querySelectorAll("[data-say]")) place.textContent = say(place.dataset.say);
  for (const place of document.querySelectorAll("[data-say-label]")) {
    place.setAttribute("aria-label", say(place.dataset.sayLabel));
  }
  for (const place of document.querySelectorAll("[data-say-placeholder]")) {
    place.placeholder = say(place.dataset.sayPlaceholder);
  }
}

/**
 * A whole sentence or label. Where it has forms for numbers, `count` decides; numbers are written as the language
 * does.
 */
export function say(key, values = {}) {
  const found = texts[language][key];
  if (found === undefined) throw new Error(`no text is called ${key}`);
  const text = typeof found === "string" ? found : found[formats.plural.select(values.count)] ?? found.other;
  return text.replace(/\{(\w+)\}/g, (_, name) => {
    const value = values[name];
    return typeof value === "number" ? formats.number.format(value) : String(value);
  });
}

export function hasText(key) {
  return Object.hasOwn(texts[language], key);
}

export const asPercent = (share) => formats.percent.format(share);
export const asSigned = (value) => formats.signed.format(value).replace("-", "\u2212");
export const asFigure = (value) => formats.figure.format(value);
export const asNumber = (value) => formats.number.format(value);

/** What a language is called; its tag where that is none. */
export function asLanguage(tag) {
  try {
    return formats.languages.of(tag);
  } catch {
    return tag;
  }
}

/** Whether two tags name one language, whatever the region; a language that nobody knows is any. */
export const isSameLanguage = (one, other) => !one || !other || primary(one) === primary(other);

const primary = (tag) => tag.toLowerCase().split(/[-_]/)[0];

export const asList = (items) => formats.list.format(items);

/** A date of an article; as it stands there where it is none that can be read. */
export function asDate(text) {
  // A day without a time is that day everywhere, and not the evening before west of Greenwich.
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const moment = new Date(text);
  if (Number.isNaN(moment.valueOf())) return text;
  return (isDay ? formats.day : formats.moment).format(moment);
}
