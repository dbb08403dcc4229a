// Searches the pages by an index that is a script, since a page that was opened as a file may load nothing else.
"use strict";
(() => {
  const root = document.documentElement.dataset.root;
  const form = document.querySelector("form[role=search]");
  const input = document.getElementById("search");
  const found = document.getElementById("found");
  const list = found.querySelector("ol");
  const status = document.getElementById("search-status");
  let loading = null;
  form.hidden = false;

  const index = () => loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = `${root}/assets/search-index.js`;
    script.onload = () => resolve(window.searchIndex.map(([place, page, heading, text]) => ({
      place, page, heading, text,
      lowPage: page.toLowerCase(), lowHeading: heading.toLowerCase(), lowText: text.toLowerCase(),
    })));
    script.onerror = reject;
    document.head.append(script);
  });

  // A word counts where it begins a word, so that "rank" finds "ranking" and not "frank".
  const begins = (text, word) => {
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
      if (at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1])) { return at; }
    }
    return -1;
  };

  const score = (entry, words) => {
    let sum = 0;
    for (const word of words) {
      const points = (begins(entry.lowPage, word) >= 0 ? 8 : 0) + (begins(entry.lowHeading, word) >= 0 ? 6 : 0)
        + (begins(entry.lowText, word) >= 0 ? 2 : 0);
      if (points === 0) { return 0; }
      sum += points;
      if (entry.lowPage === word || entry.lowHeading === word) { sum += 10; }
    }
    return sum - (entry.place.startsWith("reference/") ? 3 : 0);
  };

  const excerpt = (entry, words) => {
    const places = words.map(word => begins(entry.lowText, word)).filter(at => at >= 0);
    const start = Math.max(0, (places.length ? Math.min(...places) : 0) - 50);
    const text = entry.text.slice(start, start + 160);
    const low = text.toLowerCase();
    const small = document.createElement("small");
    const word = words.find(each => begins(low, each) >= 0);
    const at = word ? begins(low, word) : -1;
    if (at < 0) { small.textContent = text; return small; }
    const mark = document.createElement("mark");
    mark.textContent = text.slice(at, at + word.length);
    small.append(start > 0 ? "… " : "", text.slice(0, at), mark, text.slice(at + word.length), " …");
    return small;
  };

  const show = async () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    if (words.length === 0) { found.hidden = true; list.replaceChildren(); return; }
    let entries;
    try { entries = await index(); } catch { found.hidden = false; status.textContent = "The index could not be read."; return; }
    if (words.join(" ") !== input.value.toLowerCase().split(/\s+/).filter(Boolean).join(" ")) { return; }
    const hits = entries.map(entry => ({ entry, points: score(entry, words) })).filter(hit => hit.points > 0)
      .sort((a, b) => b.points - a.points || a.entry.place.localeCompare(b.entry.place));
    status.textContent = hits.length === 0 ? "Nothing found."
      : hits.length === 1 ? "One place found." : `${hits.length} places found${hits.length > 20 ? ", the first 20 shown" : ""}.`;
    list.replaceChildren(...hits.slice(0, 20).map(({ entry }) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = `${root}/${entry.place}`;
      link.textContent = entry.heading && entry.heading !== entry.page ? `${entry.page}: ${entry.heading}` : entry.page;
      item.append(link, excerpt(entry, words));
      return item;
    }));
    found.hidden = false;
  };

  const leave = () => { input.value = ""; found.hidden = true; input.focus(); };
  input.addEventListener("input", show);
  input.addEventListener("focus", () => { index().catch(() => {}); });
  form.addEventListener("submit", event => {
    event.preventDefault();
    list.querySelector("a")?.click();
  });
  document.addEventListener("keydown", event => {
    const isTyping = event.target.matches("input, textarea, select, [contenteditable]");
    if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      input.focus();
    } else if (event.key === "Escape" && !found.hidden) {
      leave();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !found.hidden) {
      const stops = [input, ...list.querySelectorAll("a")];
      const at = stops.indexOf(document.activeElement);
      if (at < 0) { return; }
      event.preventDefault();
      stops[Math.max(0, Math.min(stops.length - 1, at + (event.key === "ArrowDown" ? 1 : -1)))].focus();
    }
  });
  // A list of results must not stay over the page that one came back to or went to within the page.
  list.addEventListener("click", event => { if (event.target.closest("a")) { found.hidden = true; } });
})();
