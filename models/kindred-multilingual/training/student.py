"""Teaches a small transformer to give the teacher's vectors, and writes it as a model.

    python student.py train  --teacher DIR --tokenizer FILE --work DIR                # resumable
    python student.py export --teacher DIR --tokenizer FILE --work DIR --output DIR

The student's token vectors begin as the teacher's vectors of single pieces, on the targets' axes. To begin with two of
the teacher's own layers of 384 instead (the first and the last, half of their feed-forward units) gave .444 as held-out
cosine after 100 steps, this .420, but 100 steps took 141 s for 87 s. Seeded; the same command gives the same model on
the same machine and library versions.
"""

import argparse
import json
import math
import os
import random
import time
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer
from torch import nn
from torch.nn import functional
from transformers import BertConfig, BertModel

SEED = 2026
HELD_OUT = 2048
CHUNK = 2048
# Texts are read to here; taught on their beginnings, since most are headlines.
MAX_TOKENS = 128
TAUGHT_TOKENS = 64
SPECIAL = ["<s>", "<pad>", "</s>", "<unk>"]
DIMENSION = 256
STUDENT = dict(
    hidden_size=DIMENSION,
    num_hidden_layers=2,
    num_attention_heads=8,
    intermediate_size=512,
    max_position_embeddings=MAX_TOKENS,
)
# A share of each axis' spread is taken off: og2021-de, -es and -pt gain .002 to .006, semeval22 up to .02.
WHITENING = 0.2
# Of a text's pieces, each time it is taught: no text shall be known by a rare piece of it.
LEFT_OUT = 0.1


def normalised(rows):
    return rows / np.linalg.norm(rows, axis=1, keepdims=True).clip(1e-9)


class Targets:
    """What the student is to give: the teacher's vectors less the mean of their language, on the axes of their
    spread, evened out a little; translations of one text draw near the mean of theirs."""

    def __init__(self, work):
        texts = [json.loads(line) for line in (work / "texts.jsonl").read_text(encoding="utf-8").splitlines()]
        self.texts, vectors = [], []
        for path in sorted(work.glob("vectors-*.npy")):
            start = int(path.stem.split("-")[1]) * CHUNK
            vectors.append(np.load(path).astype(np.float32))
            self.texts += texts[start : start + len(vectors[-1])]
        centred = np.concatenate(vectors)
        languages = np.array([t["language"] for t in self.texts])
        for language in sorted(set(languages)):
            centred[languages == language] -= centred[languages == language].mean(0)
        centred = normalised(centred)
        spread, axes = np.linalg.eigh(centred.T @ centred / len(centred))
        order = np.argsort(-spread)[:DIMENSION]
        turn = axes[:, order] / spread[order] ** WHITENING
        together = {}
        for row, text in enumerate(self.texts):
            if text["parallel"]:
                together.setdefault(text["parallel"], []).append(row)
        for rows in together.values():
            # Half its own, half that of all: the words of a language stay with it.
            centred[rows] = normalised(0.5 * centred[rows] + 0.5 * centred[rows].mean(0))
        self.vectors = torch.tensor(normalised(centred @ turn), dtype=torch.float32)
        self.turn = torch.tensor(turn, dtype=torch.float32)


class Student(nn.Module):
    """BERT's layout, mean pooling, a linear map to the targets' dimensions."""

    def __init__(self, config):
        super().__init__()
        self.bert = BertModel(config, add_pooling_layer=False)
        self.head = nn.Linear(config.hidden_size, DIMENSION, bias=False)

    def forward(self, padded, mask):
        hidden = self.bert(input_ids=padded, attention_mask=mask).last_hidden_state
        pooled = (hidden * mask.unsqueeze(-1)).sum(1) / mask.sum(1, keepdim=True)
        return functional.normalize(self.head(pooled), dim=1)


def student_config(teacher, tokenizer):
    return BertConfig.from_pretrained(
        teacher, vocab_size=tokenizer.get_vocab_size(), pad_token_id=SPECIAL.index("<pad>"),
        hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0, **STUDENT,
    )


def beginning(arguments, tokenizer, turn):
    """A student whose word vectors are the teacher's of single pieces, on the targets' axes."""
    student = Student(student_config(arguments.teacher, tokenizer))
    parts = sorted(Path(arguments.work).glob("pieces-[0-9][0-9].npy"))
    pieces = np.concatenate([np.load(p) for p in parts]).astype(np.float32)
    rows = normalised(normalised(pieces - pieces.mean(0)) @ turn.numpy())
    rows[: len(SPECIAL)] = 0
    with torch.no_grad():
        student.bert.embeddings.word_embeddings.weight.copy_(torch.tensor(rows / rows.std() * 0.05))
        student.head.weight.copy_(torch.eye(DIMENSION))
    return student


def padded_batch(ids, rows):
    width = max(len(ids[i]) for i in rows)
    padded = torch.full((len(rows), width), SPECIAL.index("<pad>"))
    mask = torch.zeros(len(rows), width)
    for n, row in enumerate(rows):
        padded[n, : len(ids[row])] = torch.tensor(ids[row])
        mask[n, : len(ids[row])] = 1
    return padded, mask


def loss_of(student, teacher):
    """As kindred-small's: direction, geometry of the batch, and telling neighbours apart."""
    cosine = (student * teacher).sum(1)
    geometry = ((student @ student.T - teacher @ teacher.T) ** 2).mean()
    contrast = functional.cross_entropy(student @ teacher.T / 0.05, torch.arange(len(student)))
    return (1 - cosine).mean() + 5 * geometry + 0.3 * contrast, cosine.mean().item()


def train(arguments):
    torch.manual_seed(SEED)
    work = Path(arguments.work)
    targets = Targets(work)
    tokenizer = Tokenizer.from_file(arguments.tokenizer)
    tokenizer.enable_truncation(max_length=TAUGHT_TOKENS)
    ids = [e.ids for e in tokenizer.encode_batch([t["text"] for t in targets.texts])]
    student = beginning(arguments, tokenizer, targets.turn)
    table = student.bert.embeddings.word_embeddings.weight
    others = [p for p in student.parameters() if p is not table]
    # Adam moves the vectors of rare pieces as far as those of frequent ones, so that they learn single texts by heart.
    optimizer = torch.optim.AdamW(
        [dict(params=[table], factor=0.5), dict(params=others, factor=1.0)],
        lr=arguments.rate, betas=(0.9, 0.98), weight_decay=0.0,
    )
    step, shuffler = 0, random.Random(SEED)
    checkpoint = work / f"{arguments.name}.pt"
    log = open(work / f"{arguments.name}.tsv", "a", encoding="utf-8")
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=False)
        student.load_state_dict(state["student"])
        optimizer.load_state_dict(state["optimizer"])
        step = state["step"]
        shuffler.setstate(state["shuffler"])
    else:
        print("step\ttexts\tseconds\trate\ttaught_cosine\theld_out_loss\theld_out_cosine", file=log, flush=True)

    def held_out_loss():
        student.eval()
        with torch.inference_mode():
            order = sorted(range(HELD_OUT), key=lambda i: len(ids[i]))
            rows = torch.cat([student(*padded_batch(ids, order[n : n + 128])) for n in range(0, HELD_OUT, 128)])
            # Every other one, so that short and long ones count alike.
            value, _ = loss_of(rows[::2], targets.vectors[order][::2])
        student.train()
        return value.item(), (rows * targets.vectors[order]).sum(1).mean().item()

    def write(seconds, rate, running):
        value, held = held_out_loss()
        print(f"{step}\t{len(ids)}\t{seconds:.0f}\t{rate:.6f}\t{running:.4f}\t{value:.4f}\t{held:.4f}", file=log,
              flush=True)
        torch.save(dict(student=student.state_dict(), optimizer=optimizer.state_dict(), step=step,
                        shuffler=shuffler.getstate()), work / "checkpoint.part")
        os.replace(work / "checkpoint.part", checkpoint)

    begun, running = time.time(), 0.0
    while step < arguments.steps:
        # Sixteen batches of near-equal lengths at a time: little padding, still mixed.
        pool = shuffler.sample(range(HELD_OUT, len(ids)), min(16 * arguments.batch, len(ids) - HELD_OUT))
        pool.sort(key=lambda i: len(ids[i]))
        groups = [pool[n : n + arguments.batch] for n in range(0, len(pool), arguments.batch)]
        shuffler.shuffle(groups)
        for group in groups:
            rate = arguments.rate * min(1, (step + 1) / 100) * 0.5 * (1 + math.cos(math.pi * min(1, step / arguments.steps)))
            for parameters in optimizer.param_groups:
                parameters["lr"] = rate * parameters["factor"]
            some = {row: [i for i in ids[row] if i < len(SPECIAL) or shuffler.random() >= LEFT_OUT] for row in group}
            loss, cosine = loss_of(student(*padded_batch(some, group)), targets.vectors[group])
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(student.parameters(), 1.0)
            optimizer.step()
            step += 1
            running = cosine if running == 0 else 0.98 * running + 0.02 * cosine
            if step % arguments.every == 0 or step == arguments.steps:
                write(time.time() - begun, rate, running)
            if step == arguments.steps:
                break


def quantized(rows):
    """Numbers from -127 to 127 and one factor a row."""
    scale = rows.abs().amax(1).clamp_min(1e-12) / 127
    return torch.round(rows / scale[:, None]).to(torch.int8), scale


def export(arguments):
    """Writes the folder that Kindred ships, in the layout of sentence-transformers, with weights as int8."""
    state = torch.load(Path(arguments.work) / f"{arguments.name}.pt", weights_only=False)["student"]
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
    save_file({"linear.weight": state["head.weight"].contiguous()}, output / "2_Dense" / "model.safetensors")
    config = student_config(arguments.teacher, Tokenizer.from_file(arguments.tokenizer))

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
    write("sentence_bert_config.json", dict(max_seq_length=MAX_TOKENS, do_lower_case=False))
    write("1_Pooling/config.json", dict(
        word_embedding_dimension=config.hidden_size, pooling_mode_mean_tokens=True, pooling_mode_cls_token=False,
    ))
    write("2_Dense/config.json", dict(
        in_features=config.hidden_size, out_features=DIMENSION, bias=False,
        activation_function="torch.nn.modules.linear.Identity",
    ))
    write("tokenizer_config.json", json.loads((Path(arguments.teacher) / "tokenizer_config.json").read_text()))
    (output / "tokenizer.json").write_bytes(Path(arguments.tokenizer).read_bytes())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stage", choices=["train", "export"])
    parser.add_argument("--teacher", required=True)
    parser.add_argument("--tokenizer", required=True)
    parser.add_argument("--work", required=True)
    parser.add_argument("--output")
    parser.add_argument("--name", default="student", help="what the checkpoint and the log are called")
    parser.add_argument("--steps", type=int, default=4_000)
    parser.add_argument("--every", type=int, default=250, help="steps between two lines of the log")
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--rate", type=float, default=0.001)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    dict(train=train, export=export)[arguments.stage](arguments)


if __name__ == "__main__":
    main()
