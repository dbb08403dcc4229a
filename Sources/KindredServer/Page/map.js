// The archive as a map: articles that are alike lie near each other. What it shows can also be read as lists.

import { articleAddress } from "./address.js";
import { byline, readLink } from "./cards.js";
import { element, fill, freshID } from "./elements.js";
import { asDate, asNumber, say } from "./language.js";
import { showWhenMade } from "./making.js";
import { announce } from "./notices.js";
import { named } from "./report.js";

/** Topics, or spans of time, that have a colour of their own. */
const colours = 8;
/** Articles that are told to be near the chosen one, and those of a list that are shown at once. */
const nearCount = 8;
const listed = 200;
/** Pixels from a point within which it is meant. */
const reach = 14;
const mostZoom = 32;
const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** @returns the title of the view, whose map comes when it has been drawn */
export function showMap(main, { signal }) {
  const place = element("div", { class: "map-place" });
  main.replaceChildren(element("div", { class: "map-view" },
    element("h1", { tabindex: -1 }, say("map")), place));
  showWhenMade(place, "v1/map", "map", signal, (map) => {
    if (map.points.length > 0) new MapView(place, map, signal);
    else fill(place, element("p", {}, say(map.articles > 0 ? "mapNoModel" : "reportEmpty")));
  });
  return say("map");
}

class MapView {
  #zoom = 1;
  /** What is in the middle. */
  #centre = [0.5, 0.5];
  #chosen = null;
  #pointed = null;
  #drag = null;
  #isDue = false;

  constructor(place, map, signal) {
    this.points = map.points;
    const hasTopics = 2 * this.points.filter((point) => point.topic).length >= this.points.length;
    const help = freshID();
    this.canvas = element("canvas", {
      class: "map", tabindex: 0, role: "application", "aria-label": say("mapOf", { count: this.points.length }),
      "aria-describedby": help,
      keydown: (event) => this.#pressed(event),
      focus: () => { if (this.#chosen === null) this.#choose(this.#nearest(...this.#centre)); },
      pointermove: (event) => this.#moved(event),
      pointerdown: (event) => this.#pressedAt(event),
      pointerup: (event) => this.#released(event),
      pointercancel: () => { this.#drag = null; },
      pointerleave: () => { this.#pointed = null; this.#draw(); },
    });
    this.pointedAt = element("p", { class: "help pointed", "aria-hidden": "true" });
    this.key = element("ul", { class: "map-key" });
    this.panel = element("section", { class: "chosen", "aria-label": say("chosenPoint") });
    this.groups = element("div", { class: "groups" });
    const choice = freshID();
    const colouring = element("select", {
      id: choice, change: (event) => this.#colour(event.target.value),
    }, ["topic", "date"].map((name) => element("option", { value: name }, say(`colour_${name}`))));
    colouring.value = hasTopics ? "topic" : "date";
    fill(place,
      map.current ? null : element("p", { class: "help", role: "status" }, say("mapOld")),
      element("p", {}, map.articles > this.points.length
        ? say("mapPart", { count: this.points.length, all: map.articles })
        : say("mapText", { count: this.points.length })),
      element("div", { class: "map-columns" },
        element("div", { class: "map-box" },
          element("div", { class: "map-controls" },
            element("label", { for: choice }, say("colourBy")), colouring,
            this.#zoomButton("+", say("zoomIn"), () => this.#zoomBy(2)),
            this.#zoomButton("\u2212", say("zoomOut"), () => this.#zoomBy(0.5)),
            this.whole = this.#zoomButton(say("wholeMap"), null, () => this.#showWhole())),
          this.canvas, this.pointedAt, this.key,
          element("p", { id: help, class: "help" }, say("mapKeys"))),
        this.panel),
      element("details", { class: "legend" },
        element("summary", {}, say("mapAsList")), this.groups));
    this.#showChosen();
    this.#colour(colouring.value);
    const watch = new ResizeObserver(() => this.#draw());
    watch.observe(this.canvas);
    signal.addEventListener("abort", () => watch.disconnect(), { once: true });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#draw(), { signal });
  }

  #zoomButton(text, name, click) {
    return element("button", { type: "button", class: "quiet", "aria-label": name, click }, text);
  }

  // MARK: - Colours

  /** @param by `topic` or `date` */
  #colour(by) {
    const groups = by === "topic" ? byTopic(this.points) : byDate(this.points);
    this.colourOf = new Map(groups.flatMap(({ points }, number) => points.map((point) => [point, number])));
    this.isByDate = by === "date";
    this.groupNames = groups;
    fill(this.key, groups.map(({ name, points, isRest }, number) => element("li", {},
      element("span", { class: `key ${this.#colourName(number, isRest)}`, "aria-hidden": "true" }),
      name, element("span", { class: "number" }, asNumber(points.length)))));
    fill(this.groups, groups.map(({ name, points }) => {
      const details = element("details", {
        toggle: () => {
          // Thousands of links are made only for who wants to read them.
          if (!details.open || details.children.length > 1) return;
          details.append(named(points.slice(0, listed).map((point) => [point])));
          if (points.length > listed) details.append(element("p", { class: "help" }, say("listedPart", { count: listed })));
        },
      }, element("summary", {}, `${name} (${asNumber(points.length)})`));
      return details;
    }));
    this.#draw();
  }

  #colourName(number, isRest) {
    return isRest ? "colour-rest" : `${this.isByDate ? "date" : "colour"}-${number + 1}`;
  }

  // MARK: - Drawing

  /** Draws at the browser's next opportunity, once for all that has changed. */
  #draw() {
    if (this.#isDue) return;
    this.#isDue = true;
    requestAnimationFrame(() => {
      this.#isDue = false;
      if (this.canvas.isConnected) this.#drawNow();
    });
  }

  #drawNow() {
    const { width, height } = this.canvas.getBoundingClientRect();
    const density = devicePixelRatio;
    this.canvas.width = Math.round(width * density);
    this.canvas.height = Math.round(height * density);
    const context = this.canvas.getContext("2d");
    context.scale(density, density);
    const style = getComputedStyle(this.canvas);
    const colourOf = this.groupNames.map(({ isRest }, number) =>
      style.getPropertyValue(`--${this.#colourName(number, isRest)}`));
    const radius = Math.max(2, Math.min(6, 60 / Math.sqrt(this.points.length) + 1.2 * Math.log2(this.#zoom)));
    for (const point of this.points) {
      const [x, y] = this.#onScreen(point, width, height);
      if (x < -radius || y < -radius || x > width + radius || y > height + radius) continue;
      context.fillStyle = colourOf[this.colourOf.get(point)];
      context.beginPath();
      context.arc(x, y, radius, 0, 2 * Math.PI);
      context.fill();
    }
    context.strokeStyle = style.color;
    context.lineWidth = 2;
    for (const point of [this.#pointed, this.#chosen]) {
      if (!point) continue;
      const [x, y] = this.#onScreen(point, width, height);
      context.beginPath();
      context.arc(x, y, radius + (point === this.#chosen ? 5 : 3), 0, 2 * Math.PI);
      context.stroke();
    }
    this.whole.disabled = this.#zoom === 1;
  }

  /** Pixels of the map's whole side; its plane is square, and some room is left around it. */
  #side(width, height) { return (Math.min(width, height) - 24) * this.#zoom; }

  #onScreen({ x, y }, width, height) {
    const side = this.#side(width, height);
    return [width / 2 + (x - this.#centre[0]) * side, height / 2 + (y - this.#centre[1]) * side];
  }

  #zoomBy(factor) {
    this.#zoom = Math.min(Math.max(this.#zoom * factor, 1), mostZoom);
    if (this.#zoom === 1) this.#centre = [0.5, 0.5];
    else if (this.#chosen) this.#centre = [this.#chosen.x, this.#chosen.y];
    // A finger scrolls the page over the whole map, and moves a part of it.
    this.canvas.classList.toggle("part", this.#zoom > 1);
    this.#draw();
  }

  #showWhole() {
    this.#zoomBy(0);
    this.canvas.focus();
  }

  // MARK: - Points

  #nearest(x, y, among = this.points) {
    let best = null;
    let least = Infinity;
    for (const point of among) {
      const distance = (point.x - x) ** 2 + (point.y - y) ** 2;
      if (distance < least) [best, least] = [point, distance];
    }
    return best;
  }

  /** The point that a pointer means; null where none is near. */
  #pointAt(event) {
    const { left, top, width, height } = this.canvas.getBoundingClientRect();
    const side = this.#side(width, height);
    const x = (event.clientX - left - width / 2) / side + this.#centre[0];
    const y = (event.clientY - top - height / 2) / side + this.#centre[1];
    const point = this.#nearest(x, y);
    return Math.hypot(point.x - x, point.y - y) * side <= reach ? point : null;
  }

  #choose(point, isRead = false) {
    this.#chosen = point;
    this.#showChosen();
    if (this.#zoom > 1) this.#centre = [point.x, point.y];
    if (isRead) announce(describe(point), "map");
    this.#draw();
  }

  #showChosen() {
    const point = this.#chosen;
    if (!point) return fill(this.panel, element("p", { class: "help" }, say("choosePoint")));
    const near = [...this.points].sort((one, other) => far(point, one) - far(point, other))
      .filter((other) => other !== point).slice(0, nearCount);
    return fill(this.panel,
      element("article", {},
        element("h2", { class: "title" },
          element("a", { href: articleAddress(point.id), lang: point.language ?? null }, point.title)),
        element("p", { class: "meta" }, byline(point), readLink(point),
          point.topic ? element("span", {}, point.topic) : null)),
      element("h3", {}, say("nearOnMap")), named(near.map((other) => [other])));
  }

  // MARK: - Pointer and keys

  #moved(event) {
    if (this.#drag) {
      const side = this.#side(this.canvas.clientWidth, this.canvas.clientHeight);
      const [x, y] = [event.clientX - this.#drag.x, event.clientY - this.#drag.y];
      this.#drag.isFar ||= Math.hypot(x, y) > 4;
      if (this.#zoom > 1) {
        this.#centre = [this.#drag.centre[0] - x / side, this.#drag.centre[1] - y / side];
        this.#draw();
      }
      return;
    }
    const point = this.#pointAt(event);
    if (point === this.#pointed) return;
    this.#pointed = point;
    this.pointedAt.textContent = point ? describe(point) : "";
    this.#draw();
  }

  #pressedAt(event) {
    this.#drag = { x: event.clientX, y: event.clientY, centre: this.#centre, isFar: false };
    if (this.#zoom > 1) this.canvas.setPointerCapture(event.pointerId);
  }

  #released(event) {
    const wasDragged = this.#drag?.isFar;
    this.#drag = null;
    const point = wasDragged ? null : this.#pointAt(event);
    if (point) this.#choose(point);
  }

  #pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const actions = {
      "+": () => this.#zoomBy(2), "-": () => this.#zoomBy(0.5), Home: () => this.#showWhole(),
      Enter: () => { if (this.#chosen) location.hash = articleAddress(this.#chosen.id); },
    };
    const act = arrows[event.key] ? () => this.#step(...arrows[event.key]) : actions[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  /** Goes to the nearest point in a direction. */
  #step(right, down) {
    const from = this.#chosen ?? this.#nearest(...this.#centre);
    const ahead = this.points.filter((point) => {
      const [x, y] = [point.x - from.x, point.y - from.y];
      const along = x * right + y * down;
      return point !== from && along > 0 && along >= Math.abs(x * down) + Math.abs(y * right);
    });
    const next = this.#nearest(from.x, from.y, ahead);
    if (next) this.#choose(next, true);
    else announce(say("mapEdge"), "map");
  }
}

const far = (one, other) => (one.x - other.x) ** 2 + (one.y - other.y) ** 2;

function describe(point) {
  const date = point.publishedDateTime;
  return [point.title, point.provider?.name, date ? asDate(date) : null, point.topic].filter(Boolean).join(", ");
}

const newestFirst = (one, other) =>
  String(other.publishedDateTime ?? "").localeCompare(String(one.publishedDateTime ?? ""));

/** The topics that most articles have, and the rest. */
function byTopic(points) {
  const groups = Map.groupBy(points, (point) => point.topic ?? null);
  const largest = [...groups].filter(([topic]) => topic !== null)
    .sort(([, one], [, other]) => other.length - one.length).slice(0, colours);
  const found = largest.map(([name, members]) => ({ name, points: members.sort(newestFirst) }));
  return withRest(found, points, say("otherTopics"));
}

/** Spans of time with about as many articles each, oldest first, and what has no date. */
function byDate(points) {
  const moment = (point) => Date.parse(point.publishedDateTime ?? "");
  const dated = points.filter((point) => !Number.isNaN(moment(point))).sort((one, other) => moment(one) - moment(other));
  const size = Math.ceil(dated.length / colours);
  const found = [];
  for (let at = 0; at < dated.length; at += size) {
    const members = dated.slice(at, at + size);
    const [first, last] = [members[0], members.at(-1)].map((point) => asDate(point.publishedDateTime));
    found.push({ name: first === last ? first : say("span", { first, last }), points: members.reverse() });
  }
  return withRest(found, points, say("undated"));
}

function withRest(groups, points, name) {
  const grouped = new Set(groups.flatMap((group) => group.points));
  const rest = points.filter((point) => !grouped.has(point)).sort(newestFirst);
  return rest.length > 0 ? [...groups, { name, points: rest, isRest: true }] : groups;
}
