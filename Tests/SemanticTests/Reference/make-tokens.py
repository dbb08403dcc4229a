#!/usr/bin/env python3
"""Makes tokens.json: nasty strings with their ids, and hashes of the ids of all Unicode scalars and of real titles.

    python3 -m venv /tmp/reference && /tmp/reference/bin/pip install tokenizers==0.23.3
    /tmp/reference/bin/python Tests/SemanticTests/Reference/make-tokens.py

The reference is Hugging Face's tokenizers 0.23.3 with the settings of bert-base-uncased and the vocabulary of
models/kindred-small/vocab.txt. Titles come from ../shared/corpora/feed-2022/articles.jsonl.gz, which is not part of the
repository; only hashes of 100 titles each are written, since texts can be read from ids.
"""
import gzip
import json
import pathlib
import struct

import tokenizers
from tokenizers import AddedToken, Tokenizer, models, normalizers, pre_tokenizers, processors

assert tokenizers.__version__ == "0.23.3", tokenizers.__version__
ROOT = pathlib.Path(__file__).resolve().parents[3]
LIMIT = 128

NASTY = [
    "", " ", "\t\n\r", "a", "Hello, World!", "unaffable", "don't stop-believing", "C++ costs $5 (≈4€) & more",
    "#hash @at ^caret `tick` |pipe| ~tilde~ <tag> a=b a+b", "e.g. U.S.A. 3.14 1,000,000", "...", "!?!?", "a_b__c",
    "[CLS]", "[SEP] after", "before [MASK] after", "glued[MASK]glued", "[mask] [Mask]", "[ MASK ]", "[[CLS]]", "[CLS", "CLS]",
    "[UNK]", "[PAD][PAD]", "[MASK][MASK]", "[unused1]", "##ing", "## ing", "[CLS]\u0301", "e[SEP]\u0301",
    "café", "cafe\u0301", "CAFÉ", "naïve façade", "Ångström Å \u212b", "İstanbul", "I\u0307", "ıI", "ſ", "K \u212a",
    "ΟΔΥΣΣΕΥΣ", "ὈΔΥΣΣΕΎΣ Σ", "άέήίόύώ", "\u1f80\u1fb3", "Straße STRASSE ẞ", "ﬁ ﬂ ﬀ", "Ǆ ǅ ǆ", "Łódź Øresund Þór",
    "йод Йод", "Ёлка ё", "Распознавание лиц", "Ґанок", "שָׁלוֹם", "\ufb2a", "مُحَمَّد", "العربية\u061f", "आप कैसे हैं", "\u0958", "हिन्दी",
    "தமிழ்", "\u0bca", "ภาษาไทย", "น้ำ", "ລາວ", "བོད་ཡིག", "\u0f73\u0f75", "မြန်မာ", "ខ្មែរ", "አማርኛ",
    "日本語", "東京タワー", "かがガカ\u3099", "ｶﾞ", "漢字kanji漢字", "\uf900\ufa0e", "\U00020000\U0002b820\U0002b920\U0002ceb0", "\U0002f800", "〆切々", "㍿", "㐀",
    "ㄅㄆ", "한국어", "가각힣", "\u1112\u1161\u11ab", "ﾡﾢ", "全角ＡＢＣ１２３", "！＂＃", "ＡＢＣ",
    "😀", "a😀b", "👩‍👩‍👧", "👍🏽", "🇩🇪", "❤\ufe0f", "1\ufe0f\u20e3", "a\u200db", "a\u200cb", "a\u200bb", "a\u2060b", "a\ufeffb",
    "a\u00adb", "a\u00a0b", "a\u2028b", "a\u2029b", "a\u0085b", "a\u3000b", "a\u2003b", "a\u180eb", "a\u1680b", "a\u202eb\u202c",
    "a\x00b", "a\ufffdb", "a\x01b\x1fc\x7fd", "a\x1cb", "a\tb\nc\rd\x0be\x0cf", "a\ue000b", "\U000f0000", "\U0010ffff", "a\u0378b",
    "\u0301", "\u0301\u0302", "a\u0301\u0323b", "x\u0323\u0301", "\u0344", "a\u20ddb", "Z̸̡͓̻̤̃͗͛͠a̷̢͎̫̎l̷̨̛̈g̸̺͑o̴̙̓",
    "≠", "a≠b", "\u037e", "\u0387", "\u1fef", "\u2000a", "\u226e\u226f", "\u2adc", "“quoted” ‘single’ „low“ «guillemets»", "em—dash en–dash ‐ ‑ −",
    "…", "•", "·", "¿Qué? ¡Sí!", "§ 5 ¶", "© ® ™", "½ ² ₂ Ⅷ", "№ 5", "£5 €5 ¥5", "°C", "\u2e42\u2e43", "\u166d", "\u1734", "\u1885", "\U000111c9", "\ua9bd",
    "\U0001d165\U0001d16e\U0001d16d", "\U0001d15e\U0001d160", "\u302f\u302e\u1baa", "a\u1baa\u302e\u0301b", "a\U000111c0\u302eb", "a\u1b44\u1b44b",
    "a\u302e\u0e31\u1b44b", "a\u302e\x00\u1b44b", "a\u302e \u1b44b", "a\u302e[SEP]\u1b44b",
    "\U0001e900\U0001e922", "\U00010400", "\u13a0\uab70", "\u10a0\u2d00\u1c90", "\u1e9e", "\ua7ae", "\U00011938", "\u08e2",
    "a" * 100, "a" * 101, "é" * 100, "é" * 101, "e\u0301" * 100, "漢" * 101, "a" * 100 + " b", "ab" * 300, "." * 300,
    "the " * 200, "qzx " * 100, "tokenization", "supercalifragilisticexpialidocious", "antidisestablishmentarianism",
    "https://example.com/a/b?c=d&e=f#g", "someone@example.org", "#BlackLivesMatter", "iPhone12ProMax", "x86_64", "COVID-19", "R&D", "AT&T's",
    "2022-01-03T06:00:00Z", "\\n", "{\"a\": [1, 2]}", "<p>text</p>", "'", "''", "rock'n'roll", "O’Neil’s",
]


def tokenizer():
    lines = (ROOT / "models/kindred-small/vocab.txt").read_text(encoding="utf-8").split("\n")
    vocabulary = {entry: id for id, entry in enumerate(lines[:-1])}
    made = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]", max_input_chars_per_word=100))
    made.normalizer = normalizers.BertNormalizer(True, True, None, True)
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    ends = [(token, vocabulary[token]) for token in ("[CLS]", "[SEP]")]
    made.post_processor = processors.TemplateProcessing("[CLS] $A [SEP]", special_tokens=ends)
    made.add_special_tokens([AddedToken(t) for t in ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")])
    made.enable_truncation(LIMIT)
    return made


def fnv(lists):
    """FNV-1a, 64 bits, of the ids as little-endian Int32."""
    value = 0xCBF29CE484222325
    for byte in b"".join(struct.pack(f"<{len(ids)}i", *ids) for ids in lists):
        value = (value ^ byte) * 0x100000001B3 % 2**64
    return f"{value:016x}"


def hashes(made, texts, size):
    ids = [encoding.ids for encoding in made.encode_batch(texts)]
    return [fnv(ids[start : start + size]) for start in range(0, len(ids), size)]


def scalars(made):
    """A hash per block of 0x1000, by the block's first scalar; private planes and surrogates are left out."""
    blocks = {}
    made.enable_truncation(1_000)
    for start in [*range(0, 0xD000, 0x1000), 0xE000, 0xF000, *range(0x10000, 0x34000, 0x1000), 0xE0000]:
        rows = [[chr(value) for value in range(row, row + 0x40)] for row in range(start, start + 0x1000, 0x40)]
        texts = ["".join(f"a{scalar}b {scalar} " for scalar in row) for row in rows]
        blocks[f"{start:x}"] = hashes(made, texts, len(texts))[0]
    made.enable_truncation(LIMIT)
    return blocks


def titles(made):
    path = ROOT / "../shared/corpora/feed-2022/articles.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["title"] for _, line in zip(range(10_000), lines)]
    return hashes(made, texts, 100)


def main():
    made = tokenizer()
    reference = {
        "library": f"tokenizers {tokenizers.__version__}",
        "limit": LIMIT,
        "texts": [{"text": text, "ids": made.encode(text).ids} for text in NASTY],
        "scalars": scalars(made),
        "titles": titles(made),
    }
    path = pathlib.Path(__file__).with_name("tokens.json")
    entries = ",\n".join("  " + json.dumps(entry) for entry in reference.pop("texts"))
    head = ",\n".join(f" {json.dumps(key)}: {json.dumps(value)}" for key, value in reference.items())
    path.write_text("{\n" + head + ',\n "texts": [\n' + entries + "\n ]\n}\n")


main()
