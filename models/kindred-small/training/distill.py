"""Teach Kindred's small sentence transformer from a larger one.

    python distill.py label  --teacher DIR --work DIR CORPUS...   # the teacher's vectors, resumable
    python distill.py train  --teacher DIR --work DIR             # the student, resumable
    python distill.py export --teacher DIR --work DIR --output DIR

A corpus is JSON lines (plain or gzip) with `title` and `excerpt`. Everything is seeded; on the same
machine and library versions the same command gives the same model.
"""

import argparse
import gzip
import json
import math
import os
import random
import time
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import nn
from torch.nn import functional
from transformers import BertConfig, BertModel

SEED = 2022
LABEL_CHUNK = 2048
HELD_OUT = 2048
MAX_TOKENS = 128

STUDENT = dict(
    hidden_size=192,
    num_hidden_layers=2,
    num_attention_heads=6,
    intermediate_size=384,
    max_position_embeddings=MAX_TOKENS,
)


def read_texts(paths, count):
    """Shuffled texts, each title once: title with excerpt, and one in four a title alone, because
    Kindred embeds both. The first corpus is sampled; those after it are small and taken whole."""
    seen, whole, sampled = set(), [], []
    chooser = random.Random(SEED)
    for number, path in enumerate(paths):
        opened = gzip.open(path, "rt", encoding="utf-8") if path.endswith(".gz") else open(path, encoding="utf-8")
        with opened as lines:
            for line in lines:
                row = json.loads(line)
                title, excerpt = (row.get("title") or "").strip(), (row.get("excerpt") or "").strip()
                if not title or title in seen:
                    continue
                seen.add(title)
                alone = not excerpt or chooser.random() < 0.25
                (sampled if number == 0 else whole).append(title if alone else f"{title}\n{excerpt}")
    chooser.shuffle(sampled)
    texts = whole + sampled[: max(0, count - len(whole))]
    chooser.shuffle(texts)
    return texts


def tokenizer(teacher, limit):
    loaded = Tokenizer.from_file(str(Path(teacher) / "tokenizer.json"))
    loaded.no_padding()
    loaded.enable_truncation(max_length=limit)
    return loaded


def batches_of(ids, order, size):
    """Padded batches in the given order."""
    for start in range(0, len(order), size):
        rows = [ids[i] for i in order[start : start + size]]
        width = max(len(r) for r in rows)
        padded = torch.zeros(len(rows), width, dtype=torch.long)
        mask = torch.zeros(len(rows), width)
        for n, row in enumerate(rows):
            padded[n, : len(row)] = torch.tensor(row)
            mask[n, : len(row)] = 1
        yield order[start : start + size], padded, mask


def mean_pool(hidden, mask):
    return (hidden * mask.unsqueeze(-1)).sum(1) / mask.sum(1, keepdim=True)


@torch.inference_mode()
def teacher_vectors(model, ids):
    order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
    out = torch.empty(len(ids), model.config.hidden_size)
    for rows, padded, mask in batches_of(ids, order, 32):
        hidden = model(input_ids=padded, attention_mask=mask).last_hidden_state
        out[rows] = functional.normalize(mean_pool(hidden, mask), dim=1)
    return out


def label(arguments):
    work = Path(arguments.work)
    work.mkdir(parents=True, exist_ok=True)
    texts = read_texts(arguments.corpus, arguments.count)
    model = BertModel.from_pretrained(arguments.teacher, add_pooling_layer=False).eval()
    encoder = tokenizer(arguments.teacher, 256)
    cut = tokenizer(arguments.teacher, MAX_TOKENS)

    if not (work / "tokens.npy").exists():
        # Every vocabulary entry as a text of its own: the start of the student's token table.
        ids = [[101, n, 102] for n in range(model.config.vocab_size)]
        np.save(work / "tokens.npy", teacher_vectors(model, ids).numpy())

    begun = time.time()
    for number, start in enumerate(range(0, len(texts), LABEL_CHUNK)):
        shard = work / f"shard-{number:04}.npz"
        if shard.exists():
            continue
        some = texts[start : start + LABEL_CHUNK]
        vectors = teacher_vectors(model, [e.ids for e in encoder.encode_batch(some)])
        short = [e.ids for e in cut.encode_batch(some)]
        lengths = np.array([len(s) for s in short], dtype=np.int32)
        flat = np.concatenate([np.array(s, dtype=np.int32) for s in short])
        np.savez(work / "part.npz", vectors=vectors.numpy().astype(np.float16), lengths=lengths, flat=flat)
        os.replace(work / "part.npz", shard)
        print(f"{start + len(some)} of {len(texts)} texts, {time.time() - begun:.0f} s", flush=True)


class Student(nn.Module):
    """BERT's layout, mean pooling, one linear map to the teacher's dimensions."""

    def __init__(self, config, dimension):
        super().__init__()
        self.bert = BertModel(config, add_pooling_layer=False)
        # Without a bias the vectors fill only `hidden_size` dimensions, which export makes use of.
        self.head = nn.Linear(config.hidden_size, dimension, bias=False)

    def forward(self, padded, mask):
        hidden = self.bert(input_ids=padded, attention_mask=mask).last_hidden_state
        return functional.normalize(self.head(mean_pool(hidden, mask)), dim=1)


def loss_of(student, teacher):
    """(1 - cosine) + 5 x squared difference of the batch's similarities + 0.3 x InfoNCE against the
    teacher's own vectors at temperature 0.05: direction, geometry, and telling neighbours apart."""
    cosine = (student * teacher).sum(1)
    geometry = ((student @ student.T - teacher @ teacher.T) ** 2).mean()
    contrast = functional.cross_entropy(student @ teacher.T / 0.05, torch.arange(len(student)))
    return (1 - cosine).mean() + 5 * geometry + 0.3 * contrast, cosine.mean().item()


def start_table(work, width):
    """The teacher's vectors of single tokens, reduced by PCA, at BERT's usual scale of 0.05."""
    tokens = np.load(Path(work) / "tokens.npy").astype(np.float64)
    centred = tokens - tokens.mean(0)
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    reduced = centred @ axes[:width].T
    return torch.tensor(reduced / reduced.std() * 0.05, dtype=torch.float32)


def train(arguments):
    torch.manual_seed(SEED)
    torch.set_num_threads(arguments.threads)
    work = Path(arguments.work)
    ids, vectors = [], []

    def take_shards():
        for shard in sorted(work.glob("shard-*.npz"))[len(vectors) :]:
            data = np.load(shard)
            ids.extend(np.split(data["flat"], np.cumsum(data["lengths"])[:-1]))
            vectors.append(torch.tensor(data["vectors"].astype(np.float32)))

    take_shards()
    teacher = torch.cat(vectors)
    config = BertConfig.from_pretrained(arguments.teacher, **STUDENT)
    # The small model underfits: dropout only slows it down.
    config.hidden_dropout_prob = config.attention_probs_dropout_prob = 0.0
    student = Student(config, teacher.shape[1])
    with torch.no_grad():
        student.bert.embeddings.word_embeddings.weight.copy_(start_table(work, config.hidden_size))
    decayed = [p for p in student.parameters() if p.ndim > 1]
    plain = [p for p in student.parameters() if p.ndim <= 1]
    optimizer = torch.optim.AdamW(
        [dict(params=decayed, weight_decay=0.01), dict(params=plain, weight_decay=0.0)],
        lr=arguments.rate,
        betas=(0.9, 0.98),
    )
    held_out = list(range(HELD_OUT))
    step, shuffler = 0, random.Random(SEED)
    log = open(work / "log.tsv", "a", encoding="utf-8")
    checkpoint = work / "checkpoint.pt"
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=False)
        student.load_state_dict(state["student"])
        optimizer.load_state_dict(state["optimizer"])
        step = state["step"]
        shuffler.setstate(state["shuffler"])
    else:
        print("step\ttexts\tseconds\trate\ttrain_cosine\theld_out_loss\theld_out_cosine", file=log, flush=True)

    def held_out_loss():
        student.eval()
        with torch.inference_mode():
            order = sorted(held_out, key=lambda i: len(ids[i]))
            rows = torch.cat([student(p, m) for _, p, m in batches_of(ids, order, 256)])
            value, cosine = loss_of(rows[:1024], teacher[order][:1024])
        student.train()
        return value.item(), (rows * teacher[order]).sum(1).mean().item()

    begun, running = time.time(), 0.0
    while step < arguments.steps:
        take_shards()
        if len(vectors) * LABEL_CHUNK > len(teacher) + LABEL_CHUNK:
            teacher = torch.cat(vectors)
        # Sixteen batches of near-equal lengths at a time: little padding, still mixed.
        pool = shuffler.sample(range(HELD_OUT, len(teacher)), min(16 * arguments.batch, len(teacher) - HELD_OUT))
        pool.sort(key=lambda i: len(ids[i]))
        groups = [pool[n : n + arguments.batch] for n in range(0, len(pool), arguments.batch)]
        shuffler.shuffle(groups)
        for group in groups:
            rate = arguments.rate * min(1, (step + 1) / 200) * 0.5 * (1 + math.cos(math.pi * min(1, step / arguments.steps)))
            for parameters in optimizer.param_groups:
                parameters["lr"] = rate
            rows, padded, mask = next(batches_of(ids, group, len(group)))
            loss, cosine = loss_of(student(padded, mask), teacher[rows])
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(student.parameters(), 1.0)
            optimizer.step()
            step += 1
            running = cosine if running == 0 else 0.98 * running + 0.02 * cosine
            if step % 250 == 0 or step == arguments.steps:
                value, held = held_out_loss()
                print(
                    f"{step}\t{len(teacher)}\t{time.time() - begun:.0f}\t{rate:.6f}\t{running:.4f}\t{value:.4f}\t{held:.4f}",
                    file=log, flush=True,
                )
                torch.save(
                    dict(student=student.state_dict(), optimizer=optimizer.state_dict(), step=step,
                         shuffler=shuffler.getstate()),
                    work / "checkpoint.part",
                )
                os.replace(work / "checkpoint.part", checkpoint)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stage", choices=["label", "train", "export"])
    parser.add_argument("corpus", nargs="*")
    parser.add_argument("--teacher", required=True)
    parser.add_argument("--work", required=True)
    parser.add_argument("--output")
    parser.add_argument("--count", type=int, default=160_000)
    parser.add_argument("--steps", type=int, default=20_000)
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--rate", type=float, default=0.001)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_intermixed_args()
    torch.set_num_threads(arguments.threads)
    dict(label=label, train=train)[arguments.stage](arguments)


if __name__ == "__main__":
    main()
