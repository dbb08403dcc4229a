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

    for shard in sorted(work.glob("shard-*.npz"))[: arguments.shards]:
        data = np.load(shard)
        ids.extend(np.split(data["flat"], np.cumsum(data["lengths"])[:-1]))
        vectors.append(torch.tensor(data["vectors"].astype(np.float32)))
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


def quantized(rows):
    """Numbers from -127 to 127 and one factor a row."""
    scale = rows.abs().amax(1).clamp_min(1e-12) / 127
    return torch.round(rows / scale[:, None]).to(torch.int8), scale


def export(arguments):
    """Writes the folder that Kindred ships, in the layout of sentence-transformers, with weights as int8."""
    state = torch.load(Path(arguments.work) / "checkpoint.pt", weights_only=False)["student"]
    output = Path(arguments.output)
    (output / "1_Pooling").mkdir(parents=True, exist_ok=True)
    (output / "2_Dense").mkdir(exist_ok=True)
    tensors = {}
    for name, values in state.items():
        if not name.startswith("bert.") or name.endswith("position_ids"):
            continue
        name = name.removeprefix("bert.")
        if values.ndim == 2:
            tensors[name], tensors[name + ".scale"] = quantized(values)
        else:
            tensors[name] = values
    save_file({n: t.contiguous() for n, t in tensors.items()}, output / "model.safetensors")
    # The head fills a subspace as wide as its input: turned onto that subspace's own axes, the largest
    # first, its vectors have the same cosines in half the numbers.
    head = state["head.weight"].double()
    _, sizes, axes = torch.linalg.svd(head, full_matrices=False)
    turned = (sizes[:, None] * axes).float().contiguous()
    save_file({"linear.weight": turned}, output / "2_Dense" / "model.safetensors")

    config = BertConfig.from_pretrained(arguments.teacher, **STUDENT)

    def write(name, content):
        (output / name).write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")

    write("config.json", dict(
        model_type="bert", hidden_act="gelu", layer_norm_eps=config.layer_norm_eps,
        type_vocab_size=config.type_vocab_size, vocab_size=config.vocab_size, **STUDENT,
    ))
    prefix = "sentence_transformers.models."
    write("modules.json", [
        dict(idx=0, name="0", path="", type=prefix + "Transformer"),
        dict(idx=1, name="1", path="1_Pooling", type=prefix + "Pooling"),
        dict(idx=2, name="2", path="2_Dense", type=prefix + "Dense"),
        dict(idx=3, name="3", path="3_Normalize", type=prefix + "Normalize"),
    ])
    write("sentence_bert_config.json", dict(max_seq_length=MAX_TOKENS, do_lower_case=True))
    write("1_Pooling/config.json", dict(
        word_embedding_dimension=config.hidden_size, pooling_mode_mean_tokens=True, pooling_mode_cls_token=False,
    ))
    write("2_Dense/config.json", dict(
        in_features=config.hidden_size, out_features=config.hidden_size, bias=False,
        activation_function="torch.nn.modules.linear.Identity",
    ))
    write("tokenizer_config.json", dict(do_lower_case=True, tokenizer_class="BertTokenizer"))
    vocabulary = Tokenizer.from_file(str(Path(arguments.teacher) / "tokenizer.json")).get_vocab()
    words = sorted(vocabulary, key=vocabulary.get)
    (output / "vocab.txt").write_text("".join(w + "\n" for w in words), encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stage", choices=["label", "train", "export"])
    parser.add_argument("corpus", nargs="*")
    parser.add_argument("--teacher", required=True)
    parser.add_argument("--work", required=True)
    parser.add_argument("--output")
    parser.add_argument("--count", type=int, default=124_928, help="texts to label, or to have labelled")
    parser.add_argument("--shards", type=int, help="labelled chunks of 2,048 texts to teach on; all by default")
    parser.add_argument("--steps", type=int, default=4_000)
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--rate", type=float, default=0.001)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_intermixed_args()
    torch.set_num_threads(arguments.threads)
    dict(label=label, train=train, export=export)[arguments.stage](arguments)


if __name__ == "__main__":
    main()
