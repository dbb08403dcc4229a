// <kindred-related src="https://related.example.com" article="42" limit="4" experiment="name" feedback></kindred-related>
// Shows what belongs beside an article. With `feedback` it tells what was shown and chosen, and nothing about who chose.
customElements.define("kindred-related", class extends HTMLElement {
  async connectedCallback() {
    const get = (name) => this.getAttribute(name);
    const base = (get("src") || "").replace(/\/$/, "");
    const id = crypto.getRandomValues(new Uint32Array(3)).join("-");
    const query = new URLSearchParams();
    for (const name of ["limit", "precision", "at_least"]) if (get(name)) query.set(name, get(name));
    if (get("experiment")) { query.set("experiment", get("experiment")); query.set("impression", id); }
    const address = `${base}/v1/articles/${encodeURIComponent(get("article"))}/related?${query}`;
    const options = { credentials: "omit", referrerPolicy: "no-referrer" };
    const answer = await fetch(address, options).catch(() => null);
    if (!answer || !answer.ok) return; // What the page has in the element stays.
    const list = await answer.json();
    const tell = (event) => this.hasAttribute("feedback") && fetch(`${base}/v1/feedback`, {
      ...options, method: "POST", keepalive: true, headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ events: [event] }),
    }).catch(() => {});
    const items = list.related.map((entry) => {
      const link = document.createElement("a");
      const target = entry.url || entry.webUrl;
      if (/^(https?:\/\/|\/)/.test(target)) link.href = target;
      link.textContent = entry.title;
      link.onclick = () => tell({ type: "click", impression: id, entry: entry.id });
      const item = document.createElement("li");
      item.append(link);
      return item;
    });
    if (!items.length) return;
    const ul = document.createElement("ul");
    ul.className = "related-articles";
    ul.append(...items);
    this.replaceChildren(ul);
    const { experiment, teams } = list;
    new IntersectionObserver((seen, observer) => {
      if (!seen.some((one) => one.isIntersecting)) return;
      observer.disconnect();
      tell({ type: "impression", id, article: list.id, shown: list.related.map((one) => one.id), experiment, teams });
    }).observe(this);
  }
});
