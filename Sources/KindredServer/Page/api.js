// Requests to the service, and its problems (RFC 9457).

const base = new URL("../", import.meta.url);
const patience = 30_000;

/** Why a request was not answered; `kind` is one of the service's, or `offline`. */
export class Problem extends Error {
  constructor({ kind, status = 0, title = "", detail = "" }) {
    super(title || kind);
    Object.assign(this, { kind, status, title, detail });
  }
}

const pathOf = (id) => `v1/articles/${encodeURIComponent(id)}`;

export const searchArchive = async (parameters, signal) =>
  (await ask(`v1/search?${parameters}`, { signal })).content;

export const readList = async (id, parameters, signal) =>
  (await ask(`${pathOf(id)}/related?${parameters}`, { signal })).content;

/** Why a list has no more entries, and what was kept out of it. */
export const readLeftOut = async (id, parameters, signal) =>
  (await ask(`${pathOf(id)}/left-out?${parameters}`, { signal })).content;

/**
 * The article with its version, which changes name, its language, which the article itself may not say, and whether
 * what is decided about it can be written into its file.
 */
export async function readArticle(id, signal) {
  const { content, version, language, hasWritableFile } = await ask(pathOf(id), { signal });
  return { article: content, version, language, hasWritableFile };
}

/** What lists are like where nothing is said of it. */
export const readListSettings = async (signal) => (await ask("v1/settings", { signal })).content;

export const readNewest = async (limit, signal) => (await ask(`v1/newest?limit=${limit}`, { signal })).content.newest;

export const readExperiments = async (signal) => (await ask("v1/experiments", { signal })).content;

/**
 * Puts an article in the place of one version of it, and says what became of it.
 *
 * @param isInFile whether what is decided about it is written into its file, too
 */
export async function replaceArticle(article, version, token, isInFile) {
  const { content, version: made } = await ask(`${pathOf(article.id)}${isInFile ? "?file=true" : ""}`, {
    method: "PUT",
    headers: { "Content-Type": "application/json", "If-Match": version, Authorization: `Bearer ${token}` },
    body: JSON.stringify(article),
  });
  return { version: made, warnings: content.warnings ?? [] };
}

const judgementPath = ({ query, document }) =>
  `v1/judgements/${encodeURIComponent(query.id)}/${encodeURIComponent(document.id)}`;

/** Says what the candidate of a pair is; answers what was said before. */
export const judgePair = (pair, label, token) => ask(judgementPath(pair), {
  method: "PUT",
  headers: { "Content-Type": "application/json", Authorization: `Bearer ${token}` },
  body: JSON.stringify({ label }),
});

/** Takes back what was said of a pair. */
export const forgetJudgement = (pair, token) =>
  ask(judgementPath(pair), { method: "DELETE", headers: { Authorization: `Bearer ${token}` } });

/**
 * What takes the service longer than a request may. Asks until it is there, and tells the share that is done.
 *
 * @param path such as `v1/report`
 */
export async function readWhenMade(path, signal, progress) {
  for (;;) {
    const { content, status } = await ask(path, { signal });
    if (status !== 202) return content;
    progress(content.progress);
    await moment(signal);
  }
}

/** A second, unless nobody waits any more. */
function moment(signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, 1000);
    signal.addEventListener("abort", () => { clearTimeout(timer); reject(signal.reason); }, { once: true });
  });
}

export const countArticles = async (signal) => (await ask("readyz", { signal })).content.articles;

async function ask(path, { signal, ...request }) {
  const tooLong = AbortSignal.timeout(patience);
  let response;
  let text;
  try {
    response = await fetch(new URL(path, base), {
      ...request,
      signal: signal ? AbortSignal.any([signal, tooLong]) : tooLong,
    });
    text = await response.text();
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Problem({ kind: "offline" });
  }
  // The whole answer can be there before it is known that nobody waits for it any more.
  signal?.throwIfAborted();
  const content = parsed(text);
  if (response.ok && content !== null) {
    return {
      content, status: response.status,
      version: response.headers.get("ETag"), language: response.headers.get("Content-Language"),
      hasWritableFile: response.headers.get("Kindred-File") === "writable",
    };
  }
  throw new Problem({
    kind: String(content?.type ?? "").split("#")[1] ?? "unknown",
    status: response.status,
    title: content?.title ?? `${response.status} ${response.statusText}`,
    detail: content?.detail ?? "",
  });
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
