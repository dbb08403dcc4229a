"""The student's vocabulary: the teacher's pieces in lower case, as many as the corpus makes use of.

    python vocabulary.py CORPUS.jsonl.gz --teacher DIR --output tokenizer.json --count 72000

XLM-R knows a word in lower case, with a capital and in capitals as three pieces; a small model cannot learn a word
three times. Pieces that differ by case become one, whose probability is their sum. Kept are the special ones, every
single character that the corpus has twice, and of the others those that the corpus needs most often, told by cutting
it with all of them.
"""

import argparse
import collections
import gzip
import json
import math
from pathlib import Path

from tokenizers import Tokenizer

SPECIAL = ["<s>", "<pad>", "</s>", "<unk>"]
UNKNOWN = SPECIAL.index("<unk>")
SPACE = "▁"


def corpus_texts(path):
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            yield f"{row['title']}\n{row.get('excerpt') or ''}"


def folded_pieces(vocabulary):
    """Log probabilities by piece in lower case."""
    sums = collections.defaultdict(float)
    for piece, score in vocabulary:
        lower = piece.lower()
        # What grows by folding (the Turkish capital) is written as two characters in lower-case texts too.
        sums[lower] += math.exp(score)
    return {piece: math.log(value) for piece, value in sums.items()}


def with_vocabulary(description, pieces):
    """The teacher's tokenizer with other pieces, reading texts in lower case."""
    changed = json.loads(json.dumps(description))
    changed["model"]["vocab"] = [[p, 0.0] for p in SPECIAL] + [[p, s] for p, s in pieces]
    changed["model"]["unk_id"] = UNKNOWN
    changed["added_tokens"] = [t | dict(id=SPECIAL.index(t["content"])) for t in description["added_tokens"]
                               if t["content"] in SPECIAL]
    normalizer = description["normalizer"]
    changed["normalizer"] = dict(type="Sequence", normalizers=[normalizer, dict(type="Lowercase")])
    for token in changed["post_processor"]["special_tokens"].values():
        token["ids"] = [SPECIAL.index(token["id"])]
    return changed


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus")
    parser.add_argument("--teacher", required=True)
    parser.add_argument("--output", required=True)
    parser.add_argument("--count", type=int, default=72_000)
    arguments = parser.parse_args()
    description = json.loads(Path(arguments.teacher, "tokenizer.json").read_text(encoding="utf-8"))
    teacher = {text["content"] for text in description["added_tokens"]}
    pieces = folded_pieces([(p, s) for p, s in description["model"]["vocab"] if p not in teacher])
    whole = Tokenizer.from_str(json.dumps(with_vocabulary(description, sorted(pieces.items()))))
    used, characters, batch = collections.Counter(), collections.Counter(), []
    texts = list(corpus_texts(arguments.corpus))
    for start in range(0, len(texts), 4096):
        some = texts[start : start + 4096]
        for text in some:
            characters.update(whole.normalizer.normalize_str(text))
        for encoding in whole.encode_batch(some, add_special_tokens=False):
            used.update(encoding.tokens)
    singles = {SPACE} | {c for c, n in characters.items() if n >= 2 and c in pieces}
    longer = [p for p, _ in used.most_common() if p in pieces and p not in singles]
    room = arguments.count - len(SPECIAL) - len(singles)
    # The rarest of those with equal counts go by the teacher's order of likelihood.
    longer.sort(key=lambda p: (-used[p], -pieces[p], p))
    kept = sorted(list(singles) + longer[:room], key=lambda p: (-pieces[p], p))
    result = with_vocabulary(description, [(p, round(pieces[p], 4)) for p in kept])
    Path(arguments.output).write_text(json.dumps(result, ensure_ascii=False) + "\n", encoding="utf-8")
    known = set(kept)
    left = sum(n for p, n in used.items() if p not in known)
    print(f"{len(kept)} pieces, {len(singles)} of them single characters; of {sum(used.values())} cuts of the corpus "
          f"{left} fell on pieces left out; the rarest kept occurs {used[longer[min(room, len(longer)) - 1]]} times")


if __name__ == "__main__":
    main()
