// What readers' clicks say of lists that are tried on them.

import { Problem, readExperiments } from "./api.js";
import { element, fill, freshID, vector } from "./elements.js";
import { asFigure, asPercent, say } from "./language.js";
import { problemNotice } from "./notices.js";
import { readSettings, saidSettings } from "./settings.js";

/** How likely a difference may be by chance where it counts as none. */
const mostChance = 0.05;

/** Shows all experiments in their place. */
export async function showExperiments(place, signal) {
  try {
    const { experiments, tried } = await readExperiments(signal);
    const heading = freshID();
    const parametersOf = new Map(tried.map(({ experiment, parameters }) => [experiment, parameters]));
    const isNew = ({ experiment }) => !experiments.some((one) => one.experiment === experiment);
    const shown = [...experiments, ...tried.filter(isNew)];
    fill(place, element("section", { "aria-labelledby": heading, "data-section": "experiments" },
      element("h2", { id: heading }, say("experiments")),
      shown.length === 0
        ? element("p", {}, say("experimentsNone"))
        : [
          element("p", {}, say("experimentsText")),
          shown.map((one) => experiment(one, parametersOf.get(one.experiment))),
          element("p", { class: "help" }, say("experimentsHelp")),
        ]));
  } catch (error) {
    if (signal.aborted) return;
    if (!(error instanceof Problem)) throw error;
    place.replaceChildren(problemNotice(error, () => showExperiments(place, signal)));
  }
}

/** @param parameters of the list that is tried; undefined where it is tried no more */
function experiment(result, parameters) {
  return element("div", { class: "experiment", "data-experiment": result.experiment },
    element("h3", {}, result.experiment),
    element("p", { class: "meta" }, parameters === undefined ? say("triedNoMore")
      : saidSettings(readSettings(new URLSearchParams(parameters))).join("; ")),
    element("p", { class: "verdict" }, say(verdict(result))),
    result.interval ? [range(result), element("p", {}, figures(result))] : null,
    result.impressions > 0
      ? element("p", { class: "meta" }, say("experimentCounts", {
        count: result.impressions, clicked: result.clicked, tried: result.clicks.B, present: result.clicks.A,
      }))
      : null);
}

/** The name of the sentence that says what is known. */
function verdict({ impressions, clicked, interval, p }) {
  if (!impressions) return "verdictNotShown";
  if (clicked === 0) return "verdictNotClicked";
  if (!interval) return "verdictOneArticle";
  if (p >= mostChance || (interval.low <= 0.5 && interval.high >= 0.5)) return "verdictOpen";
  return interval.low > 0.5 ? "verdictTried" : "verdictPresent";
}

function figures({ shareOfB, interval, p }) {
  return say("experimentFigures", {
    share: asPercent(shareOfB), low: asPercent(interval.low), high: asPercent(interval.high),
    p: p < 0.001 ? `p < ${asFigure(0.001)}` : `p = ${asFigure(p)}`,
  });
}

/** Where the share lies: the interval, the share in it, and the middle, at which both lists are equal. */
function range({ shareOfB, interval }) {
  const [low, high] = [100 * interval.low, 100 * interval.high];
  return vector("svg", { class: "range", viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" },
    vector("rect", { class: "ground", y: 4, width: 100, height: 2 }),
    vector("rect", { class: "interval", x: low, y: 2, width: Math.max(high - low, 0.5), height: 6 }),
    vector("rect", { class: "axis", x: 49.75, width: 0.5, height: 10 }),
    vector("rect", { class: "share", x: 100 * shareOfB - 0.5, y: 1, width: 1, height: 8 }));
}
