// What an editor decides about an article's list: pins, excludes and the lock. They are keys of the article itself, so
// each decision replaces the article, if it still is as it was read.

import { articleAddress } from "./address.js";
import { Problem, readArticle, replaceArticle, searchArchive } from "./api.js";
import { byline } from "./cards.js";
import { element, fill, freshID, webAddress } from "./elements.js";
import { say } from "./language.js";
import { announce, problemNotice } from "./notices.js";
import { askForToken, forgetToken, keptToken, tokenBox } from "./token.js";

/** Whether decisions are written into articles' files, too; off where nobody said so. */
const fileKey = "kindred.file";

/** All names by which an article can be meant; some of an entry written out may be missing. */
function names(article) {
  return ["id", "path", "url", "webUrl", "sourceUrl", "originalUrl"].map((key) => article[key]).filter(Boolean);
}

function means(choice, article) {
  const meant = typeof choice === "string" ? [choice] : names(choice);
  return names(article).some((name) => meant.includes(name));
}

export class Decisions {
  #last = null;
  #isBusy = false;
  /** The change that waits for a token. */
  #wanted = null;
  #titles = new Map();
  /** What was found to be pinned. */
  #found = [];

  /** @param changed is told that the article is another now, before its lists are asked for */
  constructor({ article, version, language, hasWritableFile }, changed) {
    Object.assign(this, { article, version, language, hasWritableFile, changed });
    this.notice = element("div", { class: "notice" });
    this.panel = element("section", { class: "decisions" });
    this.found = element("ul", { class: "choices" });
    this.search = this.#search();
    this.#show();
  }

  // MARK: - What is decided

  get #isInFile() { return this.hasWritableFile && localStorage.getItem(fileKey) === "true"; }
  get isLocked() { return this.article.relatedLocked === true; }
  get #pinned() { return this.article.relatedPinned ?? []; }
  get #excluded() { return this.article.relatedExcluded ?? []; }
  isPinned(entry) { return this.#pinned.some((choice) => means(choice, entry)); }
  isExcluded(entry) { return this.#excluded.some((choice) => means(choice, entry)); }

  /** Adds to what is told of a change what else it has changed. */
  tellEffect(text) {
    this.notice.querySelector("p")?.after(element("p", { class: "effect" }, text));
    announce(text, "effect");
  }

  /** The buttons of an entry. */
  buttonsFor(entry) {
    const isPinned = entry.pinned || this.isPinned(entry);
    const button = (key, name, click) => element("button", {
      type: "button", class: "quiet", "data-key": key, "aria-label": say(`${name}Title`, { title: entry.title }), click,
    }, say(name));
    return [
      isPinned
        ? button("pin", "unpin", () => this.unpin(entry))
        : button("pin", "pin", () => this.pin(entry)),
      button("exclude", "exclude", () => this.exclude(entry)),
    ];
  }

  /** Remembers what articles are called, so that they need not be asked for. */
  learn(entries) {
    for (const entry of entries) this.#titles.set(entry.id, entry.title);
  }

  pin(entry) {
    this.learn([entry]);
    return this.#change(
      [...this.#pinned.filter((choice) => !means(choice, entry)), entry.id],
      this.#excluded.filter((choice) => !means(choice, entry)),
      this.isLocked,
      say("didPin", { title: entry.title }));
  }

  unpin(entry) {
    return this.#change(
      this.#pinned.filter((choice) => !means(choice, entry)), this.#excluded, this.isLocked,
      say("didUnpin", { title: entry.title }));
  }

  exclude(entry) {
    this.learn([entry]);
    return this.#change(
      this.#pinned.filter((choice) => !means(choice, entry)), [...this.#excluded, entry.id], this.isLocked,
      say("didExclude", { title: entry.title }));
  }

  #allow(choice, title) {
    return this.#change(
      this.#pinned, this.#excluded.filter((other) => other !== choice), this.isLocked, say("didAllow", { title }));
  }

  #lock(isLocked) {
    return this.#change(this.#pinned, this.#excluded, isLocked, say(isLocked ? "didLock" : "didUnlock"));
  }

  // MARK: - Changes

  async #change(relatedPinned, relatedExcluded, relatedLocked, said) {
    const before = this.article;
    const after = { ...before };
    const choices = {
      relatedPinned: relatedPinned.length > 0 ? relatedPinned : null,
      relatedExcluded: relatedExcluded.length > 0 ? relatedExcluded : null,
      relatedLocked: relatedLocked || null,
    };
    for (const [key, value] of Object.entries(choices)) {
      if (value === null) delete after[key];
      else after[key] = value;
    }
    const again = () => this.#change(relatedPinned, relatedExcluded, relatedLocked, said);
    const isInFile = this.#isInFile;
    const told = isInFile ? say("alsoInFile", { said }) : said;
    if (await this.#replace(after, isInFile, told, again)) {
      this.#last = { article: before, isInFile };
      this.#tell(told, element("button", { type: "button", click: () => this.#undo() }, say("undo")));
    }
  }

  async #undo() {
    // What went into the file must leave it, too.
    const { article, isInFile } = this.#last;
    const said = isInFile ? say("alsoInFile", { said: say("didUndo") }) : say("didUndo");
    if (await this.#replace(article, isInFile, said, () => this.#undo())) {
      this.#last = null;
      this.#tell(said);
      this.panel.querySelector("h2").focus();
    }
  }

  /**
   * Whether the article was replaced; where it was not, that has been told.
   *
   * @param again does all of it, when somebody has typed a token
   */
  async #replace(article, isInFile, said, again) {
    const token = keptToken();
    if (!token) {
      this.#wanted = again;
      askForToken(this.panel, this.notice, say("tokenNeeded"));
      return false;
    }
    if (this.#isBusy) return false;
    this.#isBusy = true;
    try {
      const { version, warnings } = await replaceArticle(article, this.version, token, isInFile);
      Object.assign(this, { article, version });
      this.#show();
      this.changed();
      announce([said, ...warnings].join(" "), "change");
      return true;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      await this.#explain(error, again);
      return false;
    } finally {
      this.#isBusy = false;
    }
  }

  async #explain(problem, again) {
    if (problem.kind === "unauthorized") {
      this.#wanted = again;
      forgetToken();
      this.#show();
      askForToken(this.panel, this.notice, say("tokenWrong"));
    } else if (problem.kind === "version-conflict") {
      await this.#readAgain(say("conflict"));
    } else {
      this.notice.replaceChildren(problemNotice(problem));
    }
  }

  async #readAgain(said) {
    try {
      Object.assign(this, await readArticle(this.article.id));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.notice.replaceChildren(problemNotice(error));
      return;
    }
    this.#last = null;
    this.#show();
    this.changed();
    this.notice.replaceChildren(element("p", { role: "alert" }, said));
  }

  #tell(said, button = null) {
    fill(this.notice, element("p", {}, said), button);
  }

  // MARK: - The panel

  #show() {
    const hadFocus = this.panel.contains(document.activeElement);
    fill(this.panel,
      element("h2", { tabindex: -1 }, say("decisions")),
      this.#kept(),
      this.#lockButton(),
      this.#choices("pinnedArticles", this.#pinned, "unpin",
        (choice, title) => this.unpin(typeof choice === "string" ? { id: choice, title } : choice)),
      this.#choices("excludedArticles", this.#excluded, "allow", (choice, title) => this.#allow(choice, title)),
      this.search, this.found,
      tokenBox(() => this.#tokenChanged()));
    this.#showFound();
    if (hadFocus) this.panel.querySelector("h2").focus();
  }

  /** Where decisions are kept, and where the service may write the article's file, whether in it, too. */
  #kept() {
    if (!this.hasWritableFile) return element("p", { class: "help" }, say("decisionsKept"));
    const id = freshID();
    const help = element("p", { id: `${id}-help`, class: "help" });
    const box = element("input", {
      id, type: "checkbox", "data-key": "file", checked: this.#isInFile, "aria-describedby": `${id}-help`,
      change: () => {
        localStorage.setItem(fileKey, String(box.checked));
        tell();
      },
    });
    const tell = () => { help.textContent = say(this.#isInFile ? "decisionsInFile" : "decisionsKept"); };
    tell();
    return [
      element("div", { class: "setting check" }, box, element("label", { for: id }, say("writeFile"))),
      help,
    ];
  }

  #tokenChanged() {
    const wanted = this.#wanted;
    this.#wanted = null;
    this.notice.replaceChildren();
    this.#show();
    if (keptToken()) wanted?.();
  }

  #lockButton() {
    const explanation = freshID();
    return element("div", { class: "lock" },
      element("button", {
        type: "button", "aria-pressed": String(this.isLocked), "aria-describedby": explanation, "data-key": "lock",
        click: () => this.#lock(!this.isLocked),
      }, say("lock")),
      element("p", { id: explanation }, say(this.isLocked ? "isLocked" : "isNotLocked")));
  }

  #choices(heading, choices, action, act) {
    if (choices.length === 0) return null;
    return [
      element("h3", {}, say(heading)),
      element("ul", { class: "choices" }, choices.map((choice) => {
        const id = typeof choice === "string" ? choice : choice.id ?? choice.webUrl;
        const name = element("a", { href: articleAddress(id) }, choice.title ?? this.#titles.get(id) ?? id);
        if (typeof choice === "string") this.#findTitle(id, name);
        return element("li", {}, name, element("button", {
          type: "button", class: "quiet", "aria-label": say(`${action}Title`, { title: name.textContent }),
          click: () => act(choice, name.textContent),
        }, say(action)));
      })),
    ];
  }

  async #findTitle(id, place) {
    // Pins may be addresses of pages, under which no article is asked for.
    if (this.#titles.has(id) || webAddress(id)) return;
    try {
      const { article } = await readArticle(id);
      this.learn([article]);
      place.textContent = article.title;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      place.title = say("unknownChoice");
      this.#titles.set(id, id);
    }
  }

  /** A search for articles that no list has, to be pinned. */
  #search() {
    const id = freshID();
    const field = element("input", { id, type: "search", maxlength: 500, autocomplete: "off" });
    const look = async (event) => {
      event.preventDefault();
      if (field.value.trim() === "") return;
      try {
        const { related } = await searchArchive(new URLSearchParams({ q: field.value, limit: 6 }));
        this.#found = related.filter((entry) => entry.id !== this.article.id);
        this.#showFound();
        announce(say("found", { count: this.#found.length }), "search");
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        this.notice.replaceChildren(problemNotice(error));
      }
    };
    return element("form", { class: "find", submit: look },
      element("label", { for: id }, say("pinAnother")),
      field, element("button", { type: "submit" }, say("searchButton")));
  }

  #showFound() {
    fill(this.found, this.#found.map((entry) => element("li", {},
      element("span", {},
        element("a", { href: articleAddress(entry.id) }, entry.title),
        element("span", { class: "meta" }, byline(entry))),
      this.buttonsFor(entry)[0])));
    this.found.hidden = this.#found.length === 0;
  }
}
