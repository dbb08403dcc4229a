// The view of one article: its text, its list or two of them, and what is decided about it.

import { articleAddress, replaceAddress } from "./address.js";
import { Problem, readArticle, readExperiments } from "./api.js";
import { byline, legend, readLink } from "./cards.js";
import { changes, differences } from "./comparing.js";
import { Decisions } from "./editing.js";
import { element, fill, freshID, webAddress } from "./elements.js";
import { asList, say } from "./language.js";
import { RelatedColumn } from "./lists.js";
import { announce } from "./notices.js";
import { parametersOf, readSettings } from "./settings.js";

/** Characters of a text that are shown at once; the rest is unfolded by a button. */
const shownText = 900;
const secondPrefix = "b.";

/**
 * Shows an article.
 *
 * @param back address of the search that led here
 * @returns what to call when the view is left
 */
export async function showArticle(main, { id, parameters }, { signal, back }) {
  const read = await readArticle(id, signal);
  const view = new ArticleView(main, read, parameters, back, signal);
  signal.addEventListener("abort", () => view.stop());
  return read.article.title;
}

class ArticleView {
  #columns = [];
  #reasons = new Set();
  /** The entries before the last decision, until those after it are there. */
  #before = null;

  constructor(main, read, parameters, back, signal) {
    this.signal = signal;
    this.settings = [readSettings(parameters)];
    if (parameters.get("compare") === "true") this.settings.push(readSettings(parameters, secondPrefix));
    this.decisions = new Decisions(read, () => this.#articleChanged());
    this.subject = element("div", { class: "subject" });
    this.compareButton = element("button", { type: "button", class: "quiet", click: () => this.#compare() });
    this.reasonsButton = element("button", {
      type: "button", class: "quiet", click: () => this.#openReasons(),
    }, say("allReasons"));
    this.trials = element("div", { class: "trials" });
    this.changes = element("div", {});
    this.columns = element("div", { class: "columns" });
    const heading = freshID();
    this.element = element("div", { class: "article-view" },
      this.subject,
      element("section", { class: "lists", "aria-labelledby": heading },
        element("div", { class: "lists-head" },
          element("h2", { id: heading }, say("related")), this.reasonsButton, this.compareButton),
        this.trials, this.changes, this.columns, legend()),
      this.decisions.panel);
    fill(main,
      back && element("p", { class: "back" }, element("a", { href: back }, say("backToResults"))),
      this.decisions.notice, this.element);
    this.#showSubject();
    this.#makeColumns();
    this.#showTrials();
  }

  stop() {
    for (const column of this.#columns) column.stop();
  }

  #articleChanged() {
    this.#showSubject();
    this.#before = this.#columns[0].entries;
    for (const column of this.#columns) column.load();
  }

  // MARK: - The article

  #showSubject() {
    const { article } = this.decisions;
    const badges = [
      this.decisions.isLocked ? say("locked") : null,
      article.published === false || article.draft === true ? say("draft") : null,
      article.pageKind ? say("pageKind", { kind: article.pageKind }) : null,
    ].filter(Boolean);
    const image = article.images?.map(({ url }) => webAddress(url)).find((address) => address?.protocol === "https:");
    const lang = this.decisions.language;
    this.subject.replaceChildren(element("article", {},
      element("h1", { tabindex: -1, lang }, article.title),
      element("p", { class: "meta" }, byline(article), readLink(article)),
      badges.length > 0
        ? element("p", { class: "facts" }, badges.map((text) => element("span", { class: "badge" }, text))) : null,
      article.topics?.length > 0
        ? element("ul", { class: "topics", "aria-label": say("topics") },
          article.topics.map((topic) => element("li", { lang }, topic))) : null,
      image ? picture(image.href) : null,
      article.excerpt ? element("p", { class: "lede", lang }, article.excerpt) : null,
      article.body ? text(article.body, lang) : null,
      article.excerpt || article.body ? null : element("p", { class: "help" }, say("noText"))));
  }

  // MARK: - Its lists

  #makeColumns() {
    this.stop();
    const isComparing = this.settings.length === 2;
    this.element.classList.toggle("comparing", isComparing);
    this.compareButton.textContent = say(isComparing ? "stopComparing" : "compare");
    this.#columns = this.settings.map((settings, place) => new RelatedColumn(this.decisions.article.id, settings, {
      language: this.decisions.language,
      level: isComparing ? 4 : 3,
      heading: isComparing ? say(place === 0 ? "firstList" : "secondList") : null,
      reasons: this.#reasons,
      settingsChanged: (changed) => { this.settings[place] = changed; this.#remember(); },
      answered: () => this.#showLists(),
      buttonsFor: (entry) => this.decisions.buttonsFor(entry),
    }));
    this.columns.replaceChildren(...this.#columns.map((column) => column.element));
    for (const column of this.#columns) column.load();
  }

  #showLists() {
    const [first, second] = this.#columns;
    this.decisions.learn(this.#columns.flatMap((column) => column.entries ?? []));
    first.show(second?.entries ?? null);
    second?.show(first.entries);
    this.#tellEffect(first);
    this.changes.replaceChildren();
    if (!second?.isThere || !first.isThere) return;
    this.changes.append(changes(first, second));
    const { entered, left, moved } = differences(first.entries, second.entries);
    announce(say("changesSaid", { entered: entered.length, left: left.length, moved: moved.length }), this);
  }

  /** Tells what a decision has brought into the list and put out of it beside what it was about. */
  #tellEffect(column) {
    if (!this.#before || !column.isThere || column.isAsking) return;
    const { entered, left } = differences(this.#before, column.entries);
    this.#before = null;
    const titles = (entries) => asList(entries.map(({ title }) => say("quoted", { title })));
    const others = [
      ["alsoEntered", entered.filter((entry) => !this.decisions.isPinned(entry))],
      ["alsoLeft", left.filter((entry) => !this.decisions.isExcluded(entry))],
    ].filter(([, entries]) => entries.length > 0);
    if (others.length === 0) return;
    this.decisions.tellEffect(others.map(([name, entries]) => say(name, { titles: titles(entries) })).join(" "));
  }

  /** Has the second list be one that is tried on readers, where there is such a list. */
  async #showTrials() {
    if (this.settings.length < 2) return this.trials.replaceChildren();
    try {
      const { tried } = await readExperiments(this.signal);
      if (this.settings.length < 2) return;
      fill(this.trials, tried.map(({ experiment, parameters }) => element("button", {
        type: "button", class: "quiet", click: () => {
          this.settings[1] = readSettings(new URLSearchParams(parameters), "", this.settings[0]);
          this.#remember();
          this.#makeColumns();
        },
      }, say("asInExperiment", { name: experiment }))));
    } catch (error) {
      // Lists are compared without them, too; what is wrong is told in the overview.
      if (!this.signal.aborted && !(error instanceof Problem)) throw error;
    }
  }

  #compare() {
    // The second list begins as the first is, so that what is moved then is all that differs.
    this.settings = this.settings.length === 2 ? [this.settings[0]] : [this.settings[0], { ...this.settings[0] }];
    this.#remember();
    this.#makeColumns();
    this.#showTrials();
  }

  #openReasons() {
    const shown = [...this.columns.querySelectorAll("details.why")];
    const isOpening = shown.some((details) => !details.open);
    for (const details of shown) details.open = isOpening;
  }

  #remember() {
    const parameters = parametersOf(this.settings[0]);
    if (this.settings.length === 2) {
      parameters.set("compare", "true");
      for (const [name, value] of parametersOf(this.settings[1], secondPrefix)) parameters.set(name, value);
    }
    replaceAddress(articleAddress(this.decisions.article.id, parameters));
  }
}

/** A picture that only adorns; where it cannot be had nothing is missing. */
function picture(address) {
  const image = element("img", {
    class: "picture", src: address, alt: "", loading: "lazy", referrerpolicy: "no-referrer",
    error: () => image.remove(),
  });
  return image;
}

/**
 * A text in its paragraphs, of which the later ones are folded away where it is long.
 *
 * @param lang what language it is in; null where nobody knows
 */
export function text(body, lang) {
  const paragraphs = body.split(/\n+/).filter((line) => line.trim() !== "");
  let left = shownText;
  const firstFolded = paragraphs.findIndex((paragraph) => (left -= paragraph.length) < 0);
  const shown = firstFolded < 0 ? paragraphs.length : Math.max(firstFolded, 1);
  const made = (lines) => lines.map((line) => element("p", { lang }, line));
  if (shown >= paragraphs.length) return element("div", { class: "body" }, made(paragraphs));
  const rest = element("div", { id: freshID(), class: "rest", hidden: true }, made(paragraphs.slice(shown)));
  const button = element("button", {
    type: "button", class: "quiet", "aria-expanded": "false", "aria-controls": rest.id,
    click: () => {
      rest.hidden = !rest.hidden;
      button.setAttribute("aria-expanded", String(!rest.hidden));
      button.textContent = say(rest.hidden ? "wholeText" : "shortText");
    },
  }, say("wholeText"));
  return element("div", { class: "body" }, made(paragraphs.slice(0, shown)), rest, button);
}
