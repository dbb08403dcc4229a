"""What is found where an archive is divided into shards: by simulation, with kindred-static's vectors.

    python shard_recall.py ARTICLES.jsonl[.gz] MODEL --count 100000 [--lists related.jsonl] [--shards 4,16,64]

Each shard has clusters of its own, as many as Kindred makes for so many articles (three times the root, at most a
fortieth), and is asked for the ten nearest of each query; the answers are merged. Shards are by date (runs of the
archive, which is in that order) or by hash (every S-th). Printed is which share of the ten that are nearest in truth is
found, and which share of all rows is compared with a query:

    40 each    40 clusters of each shard are scanned, as Kindred does in the whole archive
    40 in all  of all shards together, so that the work stays the same
    own only   only the article's own shard is asked, and all of it is compared

With --lists, the lists of the whole archive, the last column is which share of their entries would be lost if articles
were compared within their shard alone. Needs numpy, safetensors and tokenizers.
"""

import argparse
import gzip
import json
import math

import numpy
from safetensors.numpy import load_file
from tokenizers import BertWordPieceTokenizer

NEAREST = 10
PROBES = 40
ITERATIONS = 4


def read(path, count):
    ids, texts = [], []
    with (gzip.open if path.endswith(".gz") else open)(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            ids.append(article["id"])
            texts.append(f"{article['title']} {article.get('excerpt') or ''}")
            if len(ids) == count:
                break
    return ids, texts


def embedded(texts, model):
    """Unit vectors: means of the tokens' vectors."""
    tokenizer = BertWordPieceTokenizer(f"{model}/vocab.txt", lowercase=True)
    (table,) = (tensor for tensor in load_file(f"{model}/model.safetensors").values() if tensor.ndim == 2)
    rows = numpy.zeros((len(texts), table.shape[1]), dtype=numpy.float32)
    for row, encoding in zip(rows, tokenizer.encode_batch(texts, add_special_tokens=False)):
        if encoding.ids:
            row[:] = table[encoding.ids].mean(axis=0)
    return rows / numpy.maximum(numpy.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


class Clusters:
    def __init__(self, rows, numbers, random):
        """- numbers: of the rows of a shard."""
        own = rows[numbers]
        count = max(1, min(len(own) // 40, int(3 * math.sqrt(len(own)))))
        sample = own[random.permutation(len(own))[: 40 * count]]
        centroids = sample[:count].copy()
        for _ in range(ITERATIONS):
            nearest = (sample @ centroids.T).argmax(axis=1)
            for number in range(count):
                members = sample[nearest == number]
                if len(members):
                    mean = members.mean(axis=0)
                    centroids[number] = mean / max(numpy.linalg.norm(mean), 1e-9)
        self.centroids = centroids
        nearest = numpy.concatenate([(part @ centroids.T).argmax(axis=1) for part in numpy.array_split(own, 16)])
        self.members = [numbers[nearest == number] for number in range(count)]

    def scanned(self, queries, probes):
        """The rows of the nearest clusters, for each query."""
        probes = min(probes, len(self.members))
        scores = queries @ self.centroids.T
        nearest = numpy.argpartition(-scores, probes - 1, axis=1)[:, :probes]
        return [numpy.concatenate([self.members[number] for number in some]) for some in nearest]


def best(rows, query, own, candidates):
    candidates = candidates[candidates != own]
    if len(candidates) <= NEAREST:
        return set(candidates)
    scores = rows[candidates] @ query
    return set(candidates[numpy.argpartition(-scores, NEAREST)[:NEAREST]])


def found(rows, sample, truth, shards, probes):
    """The share of the nearest that is found, and the share of rows that is compared."""
    candidates = [[] for _ in sample]
    for clusters in shards:
        for place, some in enumerate(clusters.scanned(rows[sample], probes)):
            candidates[place].append(some)
    hits = compared = 0
    for place, own in enumerate(sample):
        some = numpy.concatenate(candidates[place])
        compared += len(some)
        hits += len(best(rows, rows[own], own, some) & truth[place])
    return hits / (NEAREST * len(sample)), compared / (len(rows) * len(sample))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles")
    parser.add_argument("model")
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=500)
    parser.add_argument("--shards", default="4,16,64")
    parser.add_argument("--lists")
    arguments = parser.parse_args()
    ids, texts = read(arguments.articles, arguments.count)
    rows = embedded(texts, arguments.model)
    random = numpy.random.default_rng(1)
    sample = random.permutation(len(rows))[: arguments.queries]
    everything = numpy.arange(len(rows))
    truth = [best(rows, rows[own], own, everything) for own in sample]
    pairs = []
    if arguments.lists:
        places = {article: number for number, article in enumerate(ids)}
        with open(arguments.lists, encoding="utf-8") as lines:
            for line in lines:
                made = json.loads(line)
                pairs += [(places[made["id"]], places[entry["id"]]) for entry in made["related"]]
    print(f"{len(rows):,} articles, {len(sample)} asked; {len(pairs):,} entries")
    print("| shards | | 40 each | rows | 40 in all | rows | own only | entries lost |")
    print("|---|---|---|---|---|---|---|---|")

    def show(count, name, shard_of):
        shards = [Clusters(rows, everything[shard_of == number], random) for number in range(count)]
        cells = []
        for probes in (PROBES, math.ceil(PROBES / count)):
            share, compared = found(rows, sample, truth, shards, probes)
            cells += [f"{share:.1%}", f"{compared:.1%}"]
        own = sum(sum(shard_of[other] == shard_of[query] for other in truth[place]) for place, query in enumerate(sample))
        cells.append(f"{own / (NEAREST * len(sample)):.1%}")
        lost = sum(shard_of[a] != shard_of[b] for a, b in pairs) / max(1, len(pairs))
        cells.append(f"{lost:.1%}" if pairs else "")
        print(f"| {count} | {name} | " + " | ".join(cells) + " |", flush=True)

    show(1, "", numpy.zeros(len(rows), dtype=int))
    for count in (int(count) for count in arguments.shards.split(",")):
        show(count, "by date", everything * count // len(rows))
        show(count, "by hash", everything % count)


if __name__ == "__main__":
    main()
