#!/usr/bin/env python3
"""Makes reference.json: random judgements and runs, and what ir_measures says of them.

    python3 -m venv /tmp/reference && /tmp/reference/bin/pip install ir_measures==0.4.3 pytrec-eval-terrier==0.5.11
    /tmp/reference/bin/python Tests/EvaluationTests/Reference/make-reference.py

ir_measures passes nDCG, AP, P, R and Success to trec_eval, which breaks ties by document id
descending; its own RR@k and Judged@k break them ascending. So that one order holds for all, those two are asked
about runs whose ties were broken as trec_eval breaks them.
"""
import json
import pathlib
import random
import struct

import ir_measures

MEASURES = [
    "nDCG@1", "nDCG@5", "nDCG@10", "nDCG@100", "AP@3", "AP@10", "AP@100", "RR@3", "RR@10",
    "P@1", "P@4", "P@10", "R@1", "R@10", "Success@1", "Success@4", "Judged@4", "Judged@10",
]


def case(seed):
    rng = random.Random(seed)
    documents = [f"d{i}" for i in range(rng.choice([3, 8, 20, 60]))]
    queries = [f"q{i}" for i in range(rng.randint(1, 6))]
    qrels, run = [], []
    for query in queries:
        highest = rng.choice([0, 1, 1, 3])  # some queries have no relevant document
        for document in rng.sample(documents, rng.randint(1, len(documents) // 2 + 1)):
            qrels.append((query, document, rng.randint(0, highest)))
    for query in queries + ["unjudged"]:
        if rng.random() < 0.15:
            continue  # some queries are not answered
        levels = rng.choice([1, 3, 8, 1000])  # 1: all scores are equal
        for document in rng.sample(documents, rng.randint(1, len(documents))):
            # Some scores differ by less than trec_eval's 32-bit floats can tell.
            run.append((query, document, rng.randrange(levels) / 8 + rng.choice([0, 1e-9])))
    rng.shuffle(run)
    return qrels, run


def untied(run):
    """The run in trec_eval's order, with scores that descend strictly."""
    ordered = sorted(run, key=lambda line: (struct.unpack("f", struct.pack("f", line[2])), line[1]), reverse=True)
    return [(query, document, float(-rank)) for rank, (query, document, _) in enumerate(ordered)]


def expected(qrels, run):
    judgements = [ir_measures.Qrel(*line) for line in qrels]
    result = {}
    for name in MEASURES:
        own = name.startswith(("RR", "Judged"))
        scored = [ir_measures.ScoredDoc(*line) for line in (untied(run) if own else run)]
        measure = ir_measures.parse_measure(name)
        values = {m.query_id: m.value for m in ir_measures.iter_calc([measure], judgements, scored)}
        values = {query: values.get(query, 0.0) for query in sorted({line[0] for line in qrels})}
        mean = ir_measures.calc_aggregate([measure], judgements, scored)[measure]
        result[name] = {"mean": mean, "queries": values}
    return result


cases = []
for seed in range(30):
    qrels, run = case(seed)
    if run:
        cases.append({"qrels": qrels, "run": run, "expected": expected(qrels, run)})
path = pathlib.Path(__file__).parent / "reference.json"
lines = ",\n".join(json.dumps(c, separators=(",", ":")) for c in cases)
path.write_text(f"[\n{lines}\n]\n")
print(f"{len(cases)} cases, {path.stat().st_size} bytes: {path}")
