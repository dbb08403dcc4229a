#!/usr/bin/env python3
"""Makes embeddings.json: texts with the vectors that sentence-transformers gives them by all-MiniLM-L6-v2.

    python3 -m venv /tmp/reference
    /tmp/reference/bin/pip install sentence-transformers==6.2.0 transformers==5.23.0 tokenizers==0.23.3 torch==2.13.0
    /tmp/reference/bin/python Tests/SemanticTests/Reference/make-embeddings.py

The model is read from models/all-MiniLM-L6-v2, where scripts/fetch-model puts it. All texts are our own.
"""
import json
import pathlib

import sentence_transformers
import tokenizers
import torch
import transformers
from sentence_transformers import SentenceTransformer

assert sentence_transformers.__version__ == "6.2.0", sentence_transformers.__version__
assert transformers.__version__ == "5.23.0", transformers.__version__
assert tokenizers.__version__ == "0.23.3", tokenizers.__version__
assert torch.__version__.startswith("2.13.0"), torch.__version__
FOLDER = pathlib.Path(__file__).resolve().parent

TEXTS = [
    "", " ", "a", "!", "...", "?!, ;-) — «»", "[SEP] [MASK]", "\n\t", "42",
    "The ferry leaves the harbour at dawn.",
    "At sunrise the boat sails out of the port.",
    "Parliament votes on the budget next Tuesday.",
    "The central bank kept its interest rate at two percent.",
    "A goalkeeper saved two penalties and the match.",
    "Bees return to the orchard after a mild winter.",
    "Why do cats purr?",
    "THE MAYOR OPENED A NEW BRIDGE OVER THE RIVER",
    "don't stop-believing: it's 5 o'clock & the café's naïve façade glows",
    "An astronomer found a comet; its tail is 3.5 million km long (about 9 times the way to the Moon).",
    "https://example.org/news/2026/05/harbour?id=7&lang=en#top",
    "Write to someone@example.org or call +49 30 123456.",
    "Der Bürgermeister eröffnet eine neue Brücke über den Fluss.",
    "Das Straßenbahnnetz der Großstadt wächst um fünf Haltestellen.",
    "La mairie ouvre un nouveau pont sur le fleuve.",
    "Мэр открыл новый мост через реку.",
    "市長は川に新しい橋を開通させた。",
    "市长为河上的新桥剪彩。",
    "시장이 강 위에 새 다리를 열었다.",
    "افتتح العمدة جسرا جديدا فوق النهر",
    "😀", "Rain again 🌧️ and the picnic is off 😢👍🏽",
    "qzxv wvvk jjqx", "Donaudampfschifffahrtsgesellschaftskapitän",
    "a\u0301 e\u0301 \u200b\ufeff zero width and combining",
    "x" * 300,
    "The gardener planted wheat, barley and rye. Then the rain came, and for three weeks nobody saw the sun. "
    "When it returned, the fields were green, and the bakers of the town began to plan a feast.",
    " ".join(f"On day {n} the ship sailed {n * 7} miles past grey islands and met no one." for n in range(1, 40)),
    "storm " * 254, "storm " * 255, "rivers and " * 400,
]

if __name__ == "__main__":
    model = SentenceTransformer(str(FOLDER.parents[2] / "models" / "all-MiniLM-L6-v2"), device="cpu")
    assert model.max_seq_length == 256
    vectors = model.encode(TEXTS, batch_size=1)
    lines = [
        json.dumps({"text": text, "vector": [round(float(x), 6) for x in vector]}, ensure_ascii=False, separators=(",", ":"))
        for text, vector in zip(TEXTS, vectors)
    ]
    (FOLDER / "embeddings.json").write_text("[\n" + ",\n".join(lines) + "\n]\n")
    print(len(TEXTS), vectors.shape, vectors.dtype)
