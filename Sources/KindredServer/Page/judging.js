// The view in which editors judge by hand what is related, pair by pair, for measuring and learning.

import { text } from "./article.js";
import { forgetJudgement, judgePair, Problem } from "./api.js";
import { byline, readLink } from "./cards.js";
import { element, fill, freshID } from "./elements.js";
import { say } from "./language.js";
import { showWhenMade } from "./making.js";
import { announce, problemNotice } from "./notices.js";
import { askForToken, forgetToken, keptToken, tokenBox } from "./token.js";

const labels = ["2", "1", "0", "t", "c"];
/** What whoever runs the service types to measure by the labels and to learn from them. */
const commands = ["kindred evaluate articles/ --qrels labels.tsv", "kindred tune articles/ --qrels labels.tsv"];
/** Pairs that are asked for together. */
const portion = 100;

/** @returns the title of the view, whose pairs come when they have been drawn */
export function showJudging(main, { signal }) {
  const view = new JudgingView(signal);
  main.replaceChildren(view.element);
  view.load();
  return say("judging");
}

class JudgingView {
  /** Pairs to be asked, in their order. */
  #open = [];
  /** What was said in this sitting, in its order; without a label where a pair was skipped. */
  #answers = [];
  #skipped = new Set();
  #judged = 0;
  #left = 0;
  #isBusy = false;
  /** The answer that waits for a token. */
  #wanted = null;

  constructor(signal) {
    this.signal = signal;
    this.notice = element("div", { class: "notice" });
    this.count = element("p", { class: "count" });
    this.place = element("div", { class: "judging" });
    this.answers = element("div", { class: "answers", role: "group", "aria-label": say("candidate"), hidden: true },
      labels.map((label) => this.#button(label, say(`label.${label}`), () => this.#answer(label))),
      this.#button("s", say("skip_pair"), () => this.#answer(null), "quiet"),
      this.undo = this.#button("u", say("take_back"), () => this.#takeBack(), "quiet"));
    this.token = element("div", { class: "judge-token" });
    // Single letters act only where the focus is in here, so that they get in nobody's way (WCAG 2.1.4).
    this.desk = element("div", { class: "desk", tabindex: -1, keydown: (event) => this.#pressed(event) },
      element("h1", { tabindex: -1 }, say("judging")),
      element("p", { class: "help" }, say("judgingHelp")),
      this.notice, this.count, this.place, this.answers);
    this.element = element("div", { class: "judging-view" }, this.desk,
      element("details", { class: "legend" },
        element("summary", {}, say("labelsHelp")),
        element("p", {}, say("keysHelp")),
        element("dl", {}, labels.map((label) => [
          element("dt", {}, say(`label.${label}`)), element("dd", {}, say(`labelMeaning.${label}`)),
        ])),
        element("p", {}, element("a", { href: "v1/judgements", download: "labels.tsv" }, say("judgementsFile"))),
        element("p", {}, say("judgementsUse")),
        commands.map((command) => element("pre", {}, command))),
      this.token);
    this.#showToken();
  }

  #button(key, name, click, kind = null) {
    return element("button", { type: "button", class: kind, "data-key": key, "aria-keyshortcuts": key, click },
      name, element("kbd", { "aria-hidden": "true" }, key.toUpperCase()));
  }

  #showToken() {
    this.token.replaceChildren(tokenBox(() => {
      const wanted = this.#wanted;
      this.#wanted = null;
      this.notice.replaceChildren();
      this.#showToken();
      this.#goToPair();
      if (keptToken()) wanted?.();
    }));
  }

  // MARK: - What is asked

  /** Asks for the pairs that are left, and shows the first. */
  load() {
    const path = `v1/judgements/next?limit=${portion}`;
    return showWhenMade(this.place, path, "judging", this.signal, ({ pairs, judged, left }) => {
      [this.#judged, this.#left] = [judged, left];
      this.#open = pairs.filter((pair) => !this.#skipped.has(name(pair)));
      this.#show();
      if (document.activeElement === document.body) this.#goToPair();
    });
  }

  #show() {
    const pair = this.#open[0];
    this.answers.hidden = !pair && this.#answers.length === 0;
    for (const button of this.answers.querySelectorAll("button")) button.disabled = !pair;
    this.undo.disabled = this.#answers.length === 0;
    this.count.textContent = say("pairsLeft", { judged: this.#judged, count: this.#left });
    if (pair) {
      fill(this.place, article(pair.query, say("judgedArticle")), article(pair.document, say("candidate")));
      return;
    }
    const skipped = this.#skipped.size;
    fill(this.place, element("div", { class: "empty" },
      element("p", { tabindex: -1, class: "end" },
        this.#judged + this.#left === 0 ? say("nothingToJudge")
          : this.#left > 0 ? say("onlySkipped", { count: skipped }) : say("allJudged")),
      this.#left > 0 ? element("button", {
        type: "button", click: () => { this.#skipped.clear(); this.#answers = []; this.load(); },
      }, say("askSkipped")) : null));
  }

  /** Goes to what is to be judged, which screen readers then read. */
  #goToPair() {
    this.place.querySelector(".candidate h3, .end")?.focus();
  }

  // MARK: - What is said

  #pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    const key = event.key.toLowerCase();
    const button = this.answers.hidden ? null : this.answers.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (!button || button.disabled) return;
    event.preventDefault();
    button.click();
  }

  /** @param label null skips */
  async #answer(label) {
    const pair = this.#open[0];
    if (!pair) return;
    const said = label === null ? {} : await this.#send(
      (token) => judgePair(pair, label, token), () => this.#answer(label));
    if (!said) return;
    this.#answers.push({ pair, label, before: said.content?.before });
    this.#open.shift();
    if (label === null) this.#skipped.add(name(pair));
    else [this.#judged, this.#left] = [this.#judged + 1, this.#left - 1];
    announce(label === null ? say("didSkip") : say("didJudge", { label: say(`label.${label}`) }), "judging");
    if (this.#open.length === 0 && this.#left > this.#skipped.size) await this.load();
    else this.#show();
    this.#goToPair();
  }

  async #takeBack() {
    const { pair, label, before } = this.#answers.at(-1);
    // What somebody else had said meanwhile stands again.
    const change = (token) => before ? judgePair(pair, before, token) : forgetJudgement(pair, token);
    if (label !== null && !await this.#send(change, () => this.#takeBack())) return;
    this.#answers.pop();
    if (label === null) this.#skipped.delete(name(pair));
    else [this.#judged, this.#left] = [this.#judged - 1, this.#left + 1];
    this.#open.unshift(pair);
    announce(say("didTakeBack"), "judging");
    this.#show();
    this.#goToPair();
  }

  /**
   * What the service says of a change; null where it was not made, which has been told.
   *
   * @param again does all of it, when somebody has typed a token
   */
  async #send(change, again) {
    const token = keptToken();
    if (!token) {
      this.#wanted = again;
      askForToken(this.token, this.notice, say("tokenNeeded"));
      return null;
    }
    if (this.#isBusy) return null;
    this.#isBusy = true;
    try {
      const said = await change(token);
      this.notice.replaceChildren();
      return said;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.kind === "unauthorized") {
        this.#wanted = again;
        forgetToken();
        this.#showToken();
        askForToken(this.token, this.notice, say("tokenWrong"));
      } else {
        this.notice.replaceChildren(problemNotice(error));
      }
      return null;
    } finally {
      this.#isBusy = false;
    }
  }
}

const name = ({ query, document }) => JSON.stringify([query.id, document.id]);

/** An article as a judge needs it: what it is called, whose it is, and how it begins. */
function article(shown, role) {
  const heading = freshID();
  const lang = shown.language ?? null;
  // Where the text begins as its summary does, once is enough.
  const begins = shown.body && shown.excerpt && shown.body.startsWith(shown.excerpt.slice(0, 40));
  return element("section", { class: role === say("candidate") ? "candidate" : "asked", "aria-labelledby": heading },
    element("h2", { id: heading }, role),
    element("article", {},
      element("h3", { class: "title", tabindex: -1, lang }, shown.title),
      element("p", { class: "meta" }, byline(shown), readLink(shown)),
      shown.excerpt && !begins ? element("p", { class: "lede", lang }, shown.excerpt) : null,
      shown.body ? text(shown.body, lang) : null));
}
