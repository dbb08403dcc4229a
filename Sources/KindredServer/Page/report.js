// The view of the archive as a whole: how lists are filled, and what stands in many of them or in none.

import { articleAddress } from "./address.js";
import { byline } from "./cards.js";
import { showExperiments } from "./experiments.js";
import { element, fill, freshID, vector } from "./elements.js";
import { asLanguage, asNumber, asPercent, hasText, say } from "./language.js";
import { showWhenMade } from "./making.js";

const fillings = ["full", "short", "empty"];

/** @returns the title of the view, whose content comes when it has been counted */
export function showReport(main, { signal }) {
  const place = element("div", { class: "report" });
  const experiments = element("div", { class: "report" });
  main.replaceChildren(element("div", { class: "report-view" },
    element("h1", { tabindex: -1 }, say("report")), place, experiments));
  showExperiments(experiments, signal);
  showWhenMade(place, "v1/report", "report", signal, (report) => {
    // Experiments need not wait for the lists; where these are there, they stand beside them.
    fill(place, report.articles > 0 ? sections(report, experiments) : element("p", {}, say("reportEmpty")));
  });
  return say("report");
}

function sections(report, experiments) {
  return [
    report.current ? null : element("p", { class: "help", role: "status" }, say("reportOld")),
    element("div", { class: "halves" },
      element("div", {},
        section("lists", listsTable(report)),
        section("lackingTitle", lackingTable(report.lists.lacking)),
        section("orphans", report.orphans.count > 0
          ? [element("p", {}, say("orphansText", { count: report.orphans.count })), folded(report.orphans.articles)]
          : element("p", {}, say("orphansNone"))),
        report.judged ? section("judgedTitle", judgedLists(report.judged)) : null,
        section("languages", languagesTable(report)),
        experiments),
      element("div", {},
        section("hubs", report.hubs.length > 0
          ? named(report.hubs.map(({ article, lists }) => [article, say("inLists", { count: lists })]), "ol")
          : element("p", {}, say("hubsNone"))),
        section("newest", report.newest.length > 0
          ? named(report.newest.map((article) => [article])) : element("p", {}, say("newestNone"))))),
  ];
}

function section(name, ...content) {
  const heading = freshID();
  return element("section", { "aria-labelledby": heading, "data-section": name },
    element("h2", { id: heading }, say(name)), content);
}

// MARK: - Tables

function listsTable({ articles, lists }) {
  let at = 0;
  const parts = fillings.map((name) => {
    const share = 100 * lists[name] / articles;
    const part = vector("rect", { class: `is-${name}`, x: at, width: share, height: 10 });
    at += share;
    return part;
  });
  return [
    element("p", {}, say("listsOf", { count: articles, limit: lists.limit })),
    vector("svg", { class: "parts", viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" }, parts),
    table(["lists", "articleCount", "share"], fillings.map((name) => row(
      [element("span", { class: `key is-${name}`, "aria-hidden": "true" }), say(`lists_${name}`)],
      asNumber(lists[name]), asPercent(lists[name] / articles)))),
  ];
}

function lackingTable(lacking) {
  if (lacking.length === 0) return element("p", {}, say("lackingAll"));
  return table(["reason", "lists_short", "lists_empty"], lacking.map(({ reason, short, empty, articles }) => row(
    [hasText(`lack.${reason}`) ? say(`lack.${reason}`) : reason, folded(articles)],
    asNumber(short), asNumber(empty))));
}

function judgedLists({ lists, judged, entries, right, places, rightShare, filledShare }) {
  const more = element("a", { href: "#/judge" }, say("judgedMore"));
  if (!judged && !places) return [element("p", {}, say("judgedNone")), element("p", {}, more)];
  const figures = [["judgedRight", right, judged, rightShare], ["judgedFilled", right, places, filledShare]];
  return [
    element("p", {}, say("judgedOf", { count: lists, judged: asNumber(judged), entries: asNumber(entries) })),
    table(["judgedFigure", "judgedCount", "share"], figures.filter(([, , , share]) => share).map(
      ([name, count, all, share]) => row(say(name), say("countOf", { count: asNumber(count), all: asNumber(all) }),
        share.low === undefined ? asPercent(share.value)
          : say("shareBetween", { share: asPercent(share.value), low: asPercent(share.low), high: asPercent(share.high) })))),
    element("p", {}, more),
  ];
}

function languagesTable({ articles, languages }) {
  const known = languages.reduce((sum, { articles: count }) => sum + count, 0);
  const rows = languages.map(({ language, articles: count }) => [asLanguage(language), count]);
  if (known < articles) rows.push([say("languagesUnknown"), articles - known]);
  return table(["language", "articleCount", "share"],
    rows.map(([name, count]) => row(name, asNumber(count), asPercent(count / articles))));
}

function table(names, rows) {
  return element("table", { class: "figures" },
    element("thead", {}, element("tr", {}, names.map((name) => element("th", { scope: "col" }, say(name))))),
    element("tbody", {}, rows));
}

function row(name, ...figures) {
  return element("tr", {},
    element("th", { scope: "row" }, name), figures.map((figure) => element("td", {}, figure)));
}

// MARK: - Articles

/** Articles that are looked at by those who want to. */
function folded(articles) {
  return element("details", {},
    element("summary", {}, say("newestOf", { count: articles.length })), named(articles.map((article) => [article])));
}

/** Articles by name, each with what else is to be said of it. */
export function named(articles, kind = "ul") {
  return element(kind, { class: "named" }, articles.map(([article, ...facts]) => element("li", {},
    element("a", { href: articleAddress(article.id), lang: article.language ?? null }, article.title),
    element("span", { class: "meta" }, byline(article), facts.map((fact) => element("span", {}, fact))))));
}
