// What a list shall be like: the controls, and the settings in addresses of the page and of the service.

import { readListSettings } from "./api.js";
import { element, freshID } from "./elements.js";
import { asNumber, asPercent, say } from "./language.js";

export const precisions = ["high", "balanced", "full"];
const orders = ["relevance", "newest", "oldest", "quality"];
/** Entries of one publisher; past the last one there may be any number. */
const mostPerProvider = 10;
/** Days either side of an article; past the last one there is no window. */
const windows = [1, 2, 3, 5, 7, 14, 30, 60, 90, 180, 365, 730, 1825];

/** As the service has them where nothing is said; as it has them of itself where it cannot be asked. */
export const defaults = Object.freeze(await readListSettings().catch(() => ({
  limit: 4,
  at_least: 0,
  precision: "high",
  /** Null where the precision decides. */
  min_probability: null,
  window: null,
  diversity: 1,
  max_per_provider: null,
  order: "relevance",
  only_earlier: false,
  any_language: false,
})));

const ranges = {
  limit: { low: 1, high: 100, isWhole: true },
  at_least: { low: 0, high: 100, isWhole: true },
  min_probability: { low: 0, high: 1 },
  window: { low: 0, high: 100_000, mayBeAny: true },
  diversity: { low: 0, high: 10 },
  max_per_provider: { low: 1, high: 100, isWhole: true, mayBeAny: true },
};

/** What each setting says, in words. */
const texts = {
  limit: ({ limit }) => asNumber(limit),
  at_least: (from) => asNumber(from.at_least),
  precision: ({ precision }) => say(`precision.${precision}`),
  min_probability: (from) => from.min_probability === null ? say("byPrecision") : asPercent(from.min_probability),
  window: ({ window }) => window === null ? say("anyTime") : say("days", { count: window }),
  diversity: ({ diversity }) => asNumber(diversity),
  max_per_provider: (from) => from.max_per_provider === null ? say("anyNumber") : asNumber(from.max_per_provider),
  order: ({ order }) => say(`order.${order}`),
  only_earlier: (from) => say(from.only_earlier ? "yes" : "no"),
  any_language: (from) => say(from.any_language ? "yes" : "no"),
};

/** Each setting that is another than in others, in words. */
export function saidSettings(settings, others = defaults) {
  return Object.keys(texts)
    // Where there is a least probability, the precision decides nothing.
    .filter((name) => settings[name] !== others[name] && (name !== "precision" || settings.min_probability === null))
    .map((name) => say("settingSaid", { name: say(`setting.${name}`), value: texts[name](settings) }));
}

/** The settings that an address has; what it does not say, or cannot mean, is as in others. */
export function readSettings(parameters, prefix = "", others = defaults) {
  const settings = { ...others };
  for (const [name, { low, high, isWhole, mayBeAny }] of Object.entries(ranges)) {
    const text = parameters.get(prefix + name);
    const value = Number(text);
    if (mayBeAny && text === "any") settings[name] = null;
    if (text && value >= low && value <= high && (!isWhole || Number.isInteger(value))) settings[name] = value;
  }
  for (const [name, values] of [["precision", precisions], ["order", orders]]) {
    const value = parameters.get(prefix + name);
    if (values.includes(value)) settings[name] = value;
  }
  // Of the two the one that is said counts.
  if (parameters.has(`${prefix}precision`) && !parameters.has(`${prefix}min_probability`)) settings.min_probability = null;
  for (const name of ["only_earlier", "any_language"]) {
    const value = parameters.get(prefix + name);
    if (value !== null) settings[name] = ["", "true"].includes(value);
  }
  return settings;
}

/** What differs from the defaults, as the service takes it, with names that begin with the prefix. */
export function parametersOf(settings, prefix = "") {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(settings)) {
    if (name === "precision") {
      // A least probability says more; and where the service has one of itself, the precision takes its place.
      if (settings.min_probability !== null || (value === defaults.precision && defaults.min_probability === null)) continue;
    } else if (value === defaults[name] || (name === "min_probability" && value === null)) {
      continue;
    }
    parameters.set(prefix + name, value ?? "any");
  }
  return parameters;
}

/**
 * The controls of one list.
 *
 * `changed` is told the settings after each change; `show` puts other settings into the controls.
 */
export function settingsForm(settings, changed) {
  let current = { ...settings };
  const controls = [];

  function change(values) {
    current = { ...current, ...values };
    for (const control of controls) control.update();
    changed(current);
  }

  function slider(name, { low, high, step, toPosition, fromPosition }) {
    const id = freshID();
    const output = element("output", { for: id });
    const range = element("input", {
      id, type: "range", min: low, max: high, step, "data-name": name,
      input: () => change(fromPosition(Number(range.value))),
    });
    controls.push({
      update() {
        const position = toPosition(current);
        if (position > Number(range.max)) range.max = position;
        range.value = position;
        const said = texts[name](current);
        output.textContent = said;
        range.setAttribute("aria-valuetext", said);
      },
    });
    return element("div", { class: "setting" },
      element("label", { for: id }, say(`setting.${name}`)), output, range);
  }

  function plainSlider(name, low, high, step) {
    return slider(name, {
      low, high, step,
      toPosition: (from) => from[name],
      fromPosition: (value) => ({ [name]: value }),
    });
  }

  function precisionChoice() {
    const name = "precision";
    const id = freshID();
    const own = element("option", { value: "own" }, say("precision.own"));
    const select = element("select", {
      id, "data-name": name,
      change: () => change({ precision: select.value, min_probability: null }),
    }, precisions.map((value) => element("option", { value }, say(`precision.${value}`))), own);
    controls.push({
      update() {
        const isOwn = current.min_probability !== null;
        // It is what moving the slider chooses, and says nothing by itself.
        own.hidden = own.disabled = !isOwn;
        select.value = isOwn ? "own" : current.precision;
      },
    });
    return element("div", { class: "setting" }, element("label", { for: id }, say(`setting.${name}`)), select);
  }

  function choice(name, values) {
    const id = freshID();
    const select = element("select", {
      id, "data-name": name, change: () => change({ [name]: select.value }),
    }, values.map((value) => element("option", { value }, say(`${name}.${value}`))));
    controls.push({ update() { select.value = current[name]; } });
    return element("div", { class: "setting" }, element("label", { for: id }, say(`setting.${name}`)), select);
  }

  function check(name) {
    const id = freshID();
    const box = element("input", {
      id, type: "checkbox", "data-name": name, change: () => change({ [name]: box.checked }),
    });
    controls.push({ update() { box.checked = current[name]; } });
    return element("div", { class: "setting check" }, box, element("label", { for: id }, say(`setting.${name}`)));
  }

  const form = element("form", { class: "settings", submit: (event) => event.preventDefault() },
    plainSlider("limit", 1, 30, 1),
    plainSlider("at_least", 0, 10, 1),
    precisionChoice(),
    slider("min_probability", {
      low: 0, high: 1, step: 0.01,
      toPosition: (from) => from.min_probability ?? 0,
      fromPosition: (value) => ({ min_probability: value }),
    }),
    slider("window", {
      low: 0, high: windows.length, step: 1,
      toPosition: (from) => {
        const at = windows.findIndex((days) => from.window !== null && days >= from.window);
        return at < 0 ? windows.length : at;
      },
      fromPosition: (at) => ({ window: windows[at] ?? null }),
    }),
    plainSlider("diversity", 0, 5, 0.1),
    slider("max_per_provider", {
      low: 1, high: mostPerProvider + 1, step: 1,
      toPosition: (from) => Math.min(from.max_per_provider ?? Infinity, mostPerProvider + 1),
      fromPosition: (value) => ({ max_per_provider: value > mostPerProvider ? null : value }),
    }),
    choice("order", orders),
    check("only_earlier"),
    check("any_language"),
    element("button", { type: "button", class: "quiet", click: () => change(defaults) }, say("defaults")));

  for (const control of controls) control.update();
  return { element: form, change };
}
