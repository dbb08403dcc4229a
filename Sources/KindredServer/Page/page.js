// The page as a whole: which view its address asks for, the search field, and the language.

import { readAddress, searchAddress } from "./address.js";
import { countArticles, Problem, readNewest } from "./api.js";
import { showArticle } from "./article.js";
import { element, fill, freshID } from "./elements.js";
import { showJudging } from "./judging.js";
import { chooseLanguage, currentLanguage, languageNames, say, startLanguage } from "./language.js";
import { showMap } from "./map.js";
import { problemNotice } from "./notices.js";
import { named, showReport } from "./report.js";
import { showSearch } from "./search.js";

const main = document.getElementById("main");
const form = document.getElementById("search");
const field = document.getElementById("q");
let visit = new AbortController();
/** Articles that are shown before anything is searched. */
const newestCount = 10;
/** Address of the search that was shown last. */
let lastSearch = null;

/** Shows what the address asks for. `isFirst` leaves the focus where the browser puts it. */
async function show({ isFirst = false } = {}) {
  visit.abort();
  visit = new AbortController();
  const { signal } = visit;
  const address = readAddress();
  for (const link of document.querySelectorAll("[data-view]")) {
    if (link.dataset.view === address.view) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  main.setAttribute("aria-busy", "true");
  try {
    const title = await views[address.view](address, signal);
    if (signal.aborted) return;
    document.title = title ? `${title} – Kindred` : "Kindred";
  } catch (error) {
    if (signal.aborted) return;
    if (!(error instanceof Problem)) throw error;
    document.title = "Kindred";
    main.replaceChildren(element("h1", { class: "unseen", tabindex: -1 }, say("problem")),
      problemNotice(error, () => show()));
  } finally {
    if (!signal.aborted) main.removeAttribute("aria-busy");
  }
  if (isFirst) return;
  scrollTo(0, 0);
  (address.view === "start" ? field : main.querySelector("h1"))?.focus({ preventScroll: true });
}

const views = {
  async start(_, signal) {
    const [count, newest] = await Promise.all([countArticles(signal), readNewest(newestCount, signal)]);
    const heading = freshID();
    field.value = "";
    fill(main, element("div", { class: "start-view" },
      element("h1", { tabindex: -1 }, say("startTitle")),
      element("p", {}, count > 0 ? say("startText", { count }) : say("startEmpty")),
      element("p", { class: "help" }, say("searchHelp")),
      newest.length > 0
        ? element("section", { class: "newest", "aria-labelledby": heading },
          element("h2", { id: heading }, say("newest")), named(newest.map((article) => [article])))
        : null));
    return null;
  },

  async search(address, signal) {
    const q = address.parameters.get("q") ?? "";
    if (q.trim() === "") return views.start(address, signal);
    field.value = q;
    lastSearch = location.hash;
    return showSearch(main, address, { signal });
  },

  report: (address, signal) => showReport(main, { signal }),

  map: (address, signal) => showMap(main, { signal }),

  judge: (address, signal) => showJudging(main, { signal }),

  article: (address, signal) => showArticle(main, address, { signal, back: lastSearch }),
};

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const q = field.value.trim();
  if (q === "") return;
  const address = searchAddress(q);
  // The same words once more ask once more.
  if (address === location.hash) show();
  else location.hash = address;
});

document.getElementById("skip").addEventListener("click", (event) => {
  // The address says which view is shown, and not where in it one is.
  event.preventDefault();
  main.focus();
});

function showLanguages() {
  document.getElementById("languages").replaceChildren(...Object.entries(languageNames).map(([code, name]) =>
    element("button", {
      type: "button", class: "quiet", lang: code, "aria-pressed": String(code === currentLanguage()),
      click: (event) => {
        chooseLanguage(code);
        showLanguages();
        document.querySelector(`#languages [lang="${code}"]`).focus();
        show({ isFirst: true });
        event.preventDefault();
      },
    }, name)));
}

addEventListener("hashchange", () => show());
startLanguage();
showLanguages();
show({ isFirst: true });
if (readAddress().view === "start") field.focus();
