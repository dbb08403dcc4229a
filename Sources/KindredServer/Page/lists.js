// One list of related articles with its settings, which changes as they do.

import { articleAddress } from "./address.js";
import { Problem, readLeftOut, readList } from "./api.js";
import { byline, card, otherLanguage, scaleOf } from "./cards.js";
import { element, fill } from "./elements.js";
import { asPercent, hasText, say } from "./language.js";
import { announce, problemNotice } from "./notices.js";
import { parametersOf, settingsForm } from "./settings.js";

/** Milliseconds without a further change after which a list is asked for. */
const settling = 150;
const isWide = matchMedia("(min-width: 60rem)");

export class RelatedColumn {
  entries = null;
  #other = null;
  #problem = null;
  #request = null;
  #timer = null;

  /**
   * @param settings at the beginning
   * @param language of the article
   * @param level of the headings of its cards
   * @param heading of this list where there are two
   * @param reasons ids of the entries whose reasons are shown
   * @param settingsChanged is told the settings when somebody moves a control
   * @param answered is told when a new list is there
   * @param buttonsFor makes the buttons of an entry
   */
  constructor(articleID, settings, { language, level, heading, reasons, settingsChanged, answered, buttonsFor }) {
    Object.assign(this, { articleID, settings, language, level, reasons, answered, buttonsFor });
    const form = settingsForm(settings, (changed) => {
      this.settings = changed;
      settingsChanged(changed);
      this.load(settling);
    });
    this.form = form;
    this.name = heading;
    this.count = element("p", { class: "count", tabindex: -1 });
    this.place = element("div", {});
    this.element = element("section", { class: "column", "aria-label": heading },
      heading ? element("h3", {}, heading) : null,
      element("details", { class: "settings-box", open: isWide.matches },
        element("summary", {}, say("settings")), form.element),
      this.count, this.place);
  }

  /** Asks for the list, after a moment; an answer that is still to come is not waited for. */
  load(delay = 0) {
    this.stop();
    this.element.setAttribute("aria-busy", "true");
    this.#timer = setTimeout(() => this.#ask(), delay);
  }

  stop() {
    clearTimeout(this.#timer);
    this.#request?.abort();
  }

  /** Whether its list is that of its settings. */
  get isThere() { return this.entries !== null && !this.#problem; }
  get isAsking() { return this.element.hasAttribute("aria-busy"); }

  async #ask() {
    const request = new AbortController();
    this.#request = request;
    const parameters = parametersOf(this.settings);
    parameters.set("explain", "true");
    try {
      const list = await readList(this.articleID, parameters, request.signal);
      this.entries = list.related;
      this.#problem = null;
    } catch (error) {
      if (request.signal.aborted) return;
      if (!(error instanceof Problem)) throw error;
      this.#problem = error;
    }
    this.element.removeAttribute("aria-busy");
    this.answered();
    if (!this.#problem) {
      const count = this.entries.length;
      announce(this.name ? say("listedIn", { count, name: this.name }) : say("listed", { count }), this);
    }
  }

  /** Shows the list anew; `other` are the entries of the list beside it, if there is one. */
  show(other = this.#other) {
    this.#other = other;
    keepingFocus(this.place, this.count, () => {
      if (this.#problem) {
        this.count.textContent = "";
        this.place.replaceChildren(problemNotice(this.#problem, () => this.load()));
      } else if (this.entries) {
        this.count.textContent = this.entries.length > 0 ? this.#summary() : say("empty");
        fill(this.place,
          this.entries.length > 0 ? this.#cards() : this.#whyEmpty(),
          this.entries.length < this.settings.limit ? this.#whyNotMore() : null);
      }
    });
  }

  #summary() {
    const count = this.entries.length;
    if (!this.#other) return say("listed", { count });
    const alone = this.entries.filter((entry) => this.#placeInOther(entry) < 0).length;
    return alone === 0 ? say("listedSame", { count }) : say("listedAlone", { count, alone });
  }

  #placeInOther(entry) {
    return this.#other.findIndex((other) => other.id === entry.id);
  }

  #cards() {
    const scale = scaleOf(this.entries);
    return element("ol", { class: "cards" }, this.entries.map((entry, place) => {
      const shown = card(entry, {
        place: place + 1,
        level: this.level,
        scale,
        language: this.language,
        badges: this.#other ? this.#differences(entry, place) : [],
        buttons: this.buttonsFor(entry),
        isOpen: this.reasons.has(entry.id),
        toggled: (isOpen) => isOpen ? this.reasons.add(entry.id) : this.reasons.delete(entry.id),
      });
      if (this.#other && this.#placeInOther(entry) < 0) shown.classList.add("alone");
      return shown;
    }));
  }

  #differences(entry, place) {
    const there = this.#placeInOther(entry);
    if (there < 0) return [say("onlyHere")];
    return there === place ? [] : [say("placeThere", { place: there + 1 })];
  }

  /** What a list that is not full lacks, which is asked for by those who want to know it. */
  #whyNotMore() {
    const place = element("div", {});
    const details = element("details", {
      class: "left-out", toggle: () => { if (details.open && !place.hasChildNodes()) this.#tellLeftOut(place); },
    }, element("summary", {}, say("whyNotMore")), place);
    return details;
  }

  async #tellLeftOut(place) {
    const request = this.#request;
    try {
      const { reason, articles } = await readLeftOut(this.articleID, parametersOf(this.settings), request.signal);
      const why = (name) => hasText(`lack.${name}`) ? say(`lack.${name}`) : name;
      fill(place, element("p", {}, say("thatIs", { reason: why(reason) })),
        articles.length > 0
          ? element("ul", { class: "named" }, articles.map((article) => element("li", {},
            element("a", { href: articleAddress(article.id), lang: article.language ?? null }, article.title),
            element("span", { class: "meta" }, byline(article),
              otherLanguage(article, this.language).map((name) => element("span", {}, name)),
              hasText(`leftOut.${article.reason}`) ? element("span", {}, say(`leftOut.${article.reason}`)) : null))))
          : null);
    } catch (error) {
      if (request.signal.aborted) return;
      if (!(error instanceof Problem)) throw error;
      place.replaceChildren(problemNotice(error));
    }
  }

  /** Why there is nothing, as far as the settings can be blamed, with a button for each way out. */
  #whyEmpty() {
    const { settings } = this;
    const ways = [
      settings.window !== null && ["emptyWindow", { window: null }, { count: settings.window }],
      settings.only_earlier && ["emptyEarlier", { only_earlier: false }],
      settings.min_probability !== null
        && ["emptyProbability", { min_probability: null, precision: "full" },
          { percent: asPercent(settings.min_probability) }],
      settings.min_probability === null && settings.precision !== "full"
        && ["emptyPrecision", { precision: "full" }],
      !settings.any_language && ["emptyLanguage", { any_language: true }],
    ].filter(Boolean);
    return element("div", { class: "empty" },
      ways.length > 0
        ? element("ul", {}, ways.map(([name, values, numbers]) => element("li", {},
          element("span", {}, say(name, numbers)),
          element("button", {
            type: "button", class: "quiet", click: () => { this.count.focus(); this.form.change(values); },
          }, say(`${name}Way`)))))
        : element("p", {}, say("emptyAlways")));
  }
}

/** Replaces what is in a place; what had the focus has it again afterwards, or `otherwise` where it is gone. */
function keepingFocus(place, otherwise, replace) {
  const focused = place.contains(document.activeElement) ? document.activeElement : null;
  const key = focused?.dataset.key ?? null;
  const id = focused?.closest("[data-id]")?.dataset.id ?? null;
  const tag = focused?.tagName;
  replace();
  if (!focused) return;
  const item = id === null ? null : place.querySelector(`[data-id="${CSS.escape(id)}"]`);
  const same = key === null ? item?.querySelector(tag) : item?.querySelector(`[data-key="${key}"]`);
  (same ?? otherwise).focus();
}
