"""The teacher's vectors of the student's pieces, each as a text of its own: where the student's table starts.

    python pieces.py --teacher DIR --tokenizer student-tokenizer.json --work DIR
"""

import argparse
import json
import os
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from transformers import BertModel

from label import PROMPT, vectors

CHUNK = 8192


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--teacher", required=True)
    parser.add_argument("--tokenizer", required=True)
    parser.add_argument("--work", required=True)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--step", type=int, default=1)
    arguments = parser.parse_args()
    pieces = [p for p, _ in json.loads(Path(arguments.tokenizer).read_text(encoding="utf-8"))["model"]["vocab"]]
    model = BertModel.from_pretrained(arguments.teacher, add_pooling_layer=False).eval()
    tokenizer = Tokenizer.from_file(str(Path(arguments.teacher) / "tokenizer.json"))
    tokenizer.no_padding()
    work = Path(arguments.work)
    for number, start in enumerate(range(0, len(pieces), CHUNK)):
        target = work / f"pieces-{number:02}.npy"
        if target.exists() or number % arguments.step != arguments.first:
            continue
        some = [PROMPT + p.replace("▁", " ").strip() for p in pieces[start : start + CHUNK]]
        part = work / f"pieces-part-{arguments.first}.npy"
        np.save(part, vectors(model, [e.ids for e in tokenizer.encode_batch(some)]))
        os.replace(part, target)
        print(f"{start + len(some)} of {len(pieces)} pieces", flush=True)


if __name__ == "__main__":
    main()
