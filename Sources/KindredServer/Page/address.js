// What the page shows, as it stands behind # in its address, so that it can be bookmarked, sent and gone back to.

/** The view, the id of its article, and the parameters. */
export function readAddress(hash = location.hash) {
  const [path, query = ""] = hash.replace(/^#\/?/, "").split(/\?(.*)/s);
  const parameters = new URLSearchParams(query);
  const [view, id] = path.split("/");
  if (["search", "report", "judge", "map"].includes(view)) return { view, parameters };
  const decoded = view === "article" && id ? decodedID(id) : null;
  return decoded === null ? { view: "start", parameters } : { view, id: decoded, parameters };
}

function decodedID(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

export function searchAddress(q, parameters = {}) {
  return withParameters("#/search", new URLSearchParams({ q, ...parameters }));
}

export function articleAddress(id, parameters = new URLSearchParams()) {
  return withParameters(`#/article/${encodeURIComponent(id)}`, parameters);
}

function withParameters(path, parameters) {
  return parameters.size > 0 ? `${path}?${parameters}` : path;
}

/** Changes the address without a step that the back button would have to take. */
export function replaceAddress(address) {
  if (location.hash !== address) history.replaceState(history.state, "", address);
}
