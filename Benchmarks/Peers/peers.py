"""Related lists by what people use today: one library, one run, one line of JSON.

    python peers.py NAME --articles FILE.jsonl --vectors FILE.f32 --k 10 --threads 2 [--setting CONSTRUCTION,EFFORT]
    python peers.py exact ...    writes what each k-th neighbour scores beside the vectors: what recall is measured by
    python peers.py NAME --rows 20000 ...  the same for the first articles alone
    python peers.py NAME --tune  the fastest setting of an approximate index whose recall is high enough

Texts and vectors are in memory when the clock starts, code is compiled, and the lists need not be written anywhere.
"index" is the time until the first list could be asked for, "lists" that for the k nearest others of every article.
"""

import argparse
import itertools
import json
import math
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from threadpoolctl import threadpool_info

DIMENSION = 256
# A little more than the .98 asked for, since graphs that several threads build differ from run to run.
ENOUGH_RECALL = 0.982
TUNING_QUERIES = 5000

# Each peer is a function of its input and the number of threads, and returns two: one that builds an index, one that
# gives the ids of the k + 1 nearest to every article, since the nearest is the article itself.


def scikit_learn(texts, k, threads):
    """The recipe of most tutorials: TF-IDF, then the sparse product block by block and the best by argpartition."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    def index():
        rows = TfidfVectorizer(sublinear_tf=True, stop_words="english", dtype=np.float32).fit_transform(texts)
        return rows, rows.T.tocsr()

    def lists(matrices):
        rows, columns = matrices
        found = np.full((rows.shape[0], k + 1), -1)

        def block(start):
            scores = rows[start : start + 256] @ columns
            for number in range(scores.shape[0]):
                of_row = slice(scores.indptr[number], scores.indptr[number + 1])
                values, ids = scores.data[of_row], scores.indices[of_row]
                if len(values) > k + 1:
                    best = np.argpartition(values, -k - 1)[-k - 1 :]
                    values, ids = values[best], ids[best]
                found[start + number, : len(ids)] = ids[np.argsort(-values)]

        # scipy multiplies on one core, but lets other threads run meanwhile.
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(block, range(0, rows.shape[0], 256)))
        return found

    return index, lists


def sparse_dot_topn(texts, k, threads):
    """The same vectors; product and best entries in one step, on all cores."""
    from sparse_dot_topn import sp_matmul_topn

    index, _ = scikit_learn(texts, k, threads)

    def lists(matrices):
        best = sp_matmul_topn(*matrices, top_n=k + 1, sort=True, n_threads=threads)
        found = np.full((best.shape[0], k + 1), -1)
        rows = np.repeat(np.arange(best.shape[0]), np.diff(best.indptr))
        found[rows, np.arange(best.nnz) - best.indptr[rows]] = best.indices
        return found

    return index, lists


def bm25s(texts, k, threads):
    import bm25s

    def index(some=texts):
        tokens = bm25s.tokenize(some, stopwords="en", show_progress=False)
        retriever = bm25s.BM25(backend="numba")
        retriever.index(tokens, show_progress=False)
        return retriever, tokens

    def lists(made):
        retriever, tokens = made
        return retriever.retrieve(
            tokens, k=k + 1, n_threads=threads, backend_selection="numba", show_progress=False, return_as="documents"
        )

    lists(index(texts[:100]))  # numba compiles at the first call
    return index, lists


def faiss_flat(vectors, k, threads):
    import faiss

    faiss.omp_set_num_threads(threads)

    def index():
        made = faiss.IndexFlatIP(vectors.shape[1])
        made.add(vectors)
        return made

    return index, lambda made: made.search(vectors, k + 1)[1]


# An approximate index has two settings: how much is done when it is built, and how much for a query. Its functions
# are given them, so that they can be tried out.


def faiss_ivf(vectors, k, threads):
    import faiss

    faiss.omp_set_num_threads(threads)

    def index(lists_per_root):
        quantizer = faiss.IndexFlatIP(vectors.shape[1])
        count = round(lists_per_root * math.sqrt(len(vectors)))
        made = faiss.IndexIVFFlat(quantizer, vectors.shape[1], count, faiss.METRIC_INNER_PRODUCT)
        made.train(vectors)
        made.add(vectors)
        return made

    def lists(made, effort, queries):
        made.nprobe = effort
        return made.search(queries, k + 1)[1]

    return index, lists


def hnswlib(vectors, k, threads):
    import hnswlib

    def index(construction):
        made = hnswlib.Index(space="ip", dim=vectors.shape[1])
        made.init_index(max_elements=len(vectors), M=16, ef_construction=construction)
        made.add_items(vectors, num_threads=threads)
        return made

    def lists(made, effort, queries):
        made.set_ef(effort)
        return made.knn_query(queries, k=k + 1, num_threads=threads)[0].astype(np.int64)

    return index, lists


def usearch(numbers):
    def peer(vectors, k, threads):
        from usearch.index import Index

        def index(construction):
            made = Index(
                ndim=vectors.shape[1], metric="cos", dtype=numbers, connectivity=16, expansion_add=construction
            )
            made.add(np.arange(len(vectors)), vectors, threads=threads)
            return made

        def lists(made, effort, queries):
            made.expansion_search = effort
            return made.search(queries, k + 1, threads=threads).keys.astype(np.int64)

        return index, lists

    return peer


LEXICAL = {"scikit-learn": scikit_learn, "sparse_dot_topn": sparse_dot_topn, "bm25s": bm25s}
DENSE = {"faiss-flat": faiss_flat}
APPROXIMATE = {
    "faiss-ivf": faiss_ivf,
    "hnswlib": hnswlib,
    "usearch-f32": usearch("f32"),
    "usearch-i8": usearch("i8"),
}
# What is tried: lists of IVF as multiples of the root of N (faiss's guidelines: 4 to 16), else the candidates that
# are kept while an HNSW graph is built; then the lists that are looked into, else candidates kept while searching.
CONSTRUCTIONS = {"faiss-ivf": [4, 8]}
EFFORTS = {"faiss-ivf": [4, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256]}
GRAPH_CONSTRUCTIONS = [32, 64, 128, 200]
GRAPH_EFFORTS = [16, 24, 32, 48, 64, 96, 128, 192, 256]


def others(found, rows, k):
    """The k nearest others: without the article itself, which need not be first where texts are equal."""
    itself = found == rows[:, None]
    return np.take_along_axis(found, np.argsort(itself, axis=1, kind="stable")[:, :k], axis=1)


def kth_scores(vectors, found, rows):
    """The score of each row's last neighbour."""
    return np.einsum("ij,ij->i", vectors[rows], vectors[found[:, -1]])


def recall(vectors, found, rows, kth):
    """The share of neighbours that score as the exact k nearest do. By scores, since of equal texts any will do."""
    good = 0
    for start in range(0, len(rows), 1000):
        part = slice(start, start + 1000)
        scores = np.einsum("ij,ikj->ik", vectors[rows[part]], vectors[found[part]])
        good += np.count_nonzero((scores >= kth[rows[part], None] - 1e-5) & (found[part] >= 0))
    return good / found.size


def clocked(work):
    start = time.perf_counter()
    result = work()
    return result, time.perf_counter() - start


def tuned(name, peer, vectors, kth, k, threads):
    """The setting of least time for index and all lists whose recall is enough. Where none is (8-bit numbers lose
    some neighbours, however long one searches), what comes within .005 of the best counts as enough."""
    index, lists = peer(vectors, k, threads)
    rows = np.random.default_rng(1).permutation(len(vectors))[:TUNING_QUERIES]
    queries = np.ascontiguousarray(vectors[rows])
    tried = []
    for construction in CONSTRUCTIONS.get(name, GRAPH_CONSTRUCTIONS):
        made, building = clocked(lambda: index(construction))
        for effort in EFFORTS.get(name, GRAPH_EFFORTS):
            found, searching = clocked(lambda: lists(made, effort, queries))
            reached = recall(vectors, others(found, rows, k), rows, kth)
            tried.append((building + searching * len(vectors) / len(rows), reached, f"{construction},{effort}"))
            if reached >= ENOUGH_RECALL:
                break  # more effort only takes longer
    best = max(reached for _, reached, _ in tried)
    enough = ENOUGH_RECALL if best >= ENOUGH_RECALL else best - 0.005
    seconds, reached, setting = min(attempt for attempt in tried if attempt[1] >= enough)
    return {"setting": setting, "recall": reached, "seconds": seconds}


def texts_of(articles, rows):
    with open(articles) as lines:
        some = map(json.loads, itertools.islice(lines, rows))
        return [" ".join(f"{a['title']}. {a.get('excerpt') or ''}".split()) for a in some]


def vectors_of(path, rows):
    vectors = np.fromfile(path, dtype="<f4", count=-1 if rows is None else rows * DIMENSION).reshape(-1, DIMENSION)
    lengths = np.linalg.norm(vectors, axis=1)
    # Inner product and cosine are the same only then; an article without a word has a vector of zeros.
    assert np.all((abs(lengths - 1) < 1e-3) | (lengths == 0)), "vectors are not of length 1"
    return vectors


def kernels():
    """What each OpenBLAS of this process says it computes with: where the processor is new to it, not what it is."""
    found = [library for library in threadpool_info() if library["internal_api"] == "openblas"]
    return sorted(f"OpenBLAS {library['version']} {library['architecture']}" for library in found)


def finish(index_seconds, lists_seconds, found, **more):
    print(json.dumps({"index": index_seconds, "lists": lists_seconds, "rows": len(found), "kernels": kernels()} | more))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", choices=[*LEXICAL, *DENSE, *APPROXIMATE, "exact"])
    parser.add_argument("--articles")
    parser.add_argument("--vectors")
    parser.add_argument("--k", type=int, default=10)
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--rows", type=int, help="default: all")
    parser.add_argument("--setting")
    parser.add_argument("--tune", action="store_true")
    arguments = parser.parse_args()
    name, k, threads = arguments.name, arguments.k, arguments.threads

    if name in LEXICAL:
        index, lists = LEXICAL[name](texts_of(arguments.articles, arguments.rows), k, threads)
        made, building = clocked(index)
        found, searching = clocked(lambda: lists(made))
        finish(building, searching, found)
        return

    vectors = vectors_of(arguments.vectors, arguments.rows)
    rows = np.arange(len(vectors))
    kth_file = arguments.vectors + ".kth.npy"
    if name in APPROXIMATE:
        peer, kth = APPROXIMATE[name], None if arguments.rows else np.load(kth_file)
        if arguments.tune:
            print(json.dumps(tuned(name, peer, vectors, kth, k, threads)))
            return
        construction, effort = map(int, arguments.setting.split(","))
        index, lists = peer(vectors, k, threads)
        made, building = clocked(lambda: index(construction))
        found, searching = clocked(lambda: lists(made, effort, vectors))
        # Neighbours of some rows among some are not those among all.
        reached = None if arguments.rows else recall(vectors, others(found, rows, k), rows, kth)
        finish(building, searching, found, recall=reached)
    else:
        index, lists = faiss_flat(vectors, k, threads)
        made, building = clocked(index)
        found, searching = clocked(lambda: lists(made))
        if name == "exact":
            np.save(kth_file, kth_scores(vectors, others(found, rows, k), rows))
        finish(building, searching, found)


if __name__ == "__main__":
    main()
