#!/usr/bin/env python3
"""Makes unigram/: small tokenizers of SentencePiece's unigram type, and the ids that Hugging Face's tokenizers give.

    python3 -m venv /tmp/reference
    /tmp/reference/bin/pip install tokenizers==0.23.3 sentencepiece==0.2.0 protobuf==5.29.6
    /tmp/reference/bin/python Tests/SemanticTests/Reference/make-unigram.py

The vocabularies are of made-up words. `like-xlmr` is built as XLM-R's tokenizer is; `spelled` uses most of what else there
is: several normalizers, tokens found in normalized text, bytes for what is unknown. Nasty texts are those of tokens.json
and more.

Where models/multilingual-e5-small is installed, e5.json is made as well: ids of the nasty texts, and hashes of the ids of
all Unicode scalars and of 20,000 texts of 28 languages from ../shared/corpora/multilingual, which is not part of the
repository.
"""
import base64
import gzip
import json
import pathlib
import random
import struct
import tempfile

import sentencepiece
import tokenizers
from sentencepiece import sentencepiece_model_pb2
from tokenizers import Tokenizer

assert tokenizers.__version__ == "0.23.3", tokenizers.__version__
HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
LIMIT = 128

NASTY = [entry["text"] for entry in json.loads((HERE / "tokens.json").read_text())["texts"]] + [
    "<s>", "</s>", "<unk>", "<pad>", "<mask>", "a<mask>b", "a <mask> b", "  <mask>  ", "<s>a</s>", "x<unk>y ☃ <unk>", "<mask", "<MASK>",
    "<mask><mask>", "\u3000<mask>\u00a0a", "▁", "▁▁", "▁a", "a▁b", "▁ ▁", "a ▁ b", " ▁a", "▁☃▁", "\r\n", "a\r\nb", "\r", "a\n\nb", "\0", "a\0b",
    "\ufffd", "a\ufffd\ufffdb", "\u200f\u202babc\u202c\u2066x\u2069", "ｶﾞｷﾞ ﾊﾟ", "ｶ\uff9e\uff9e\uff9e", "ก็", "กำลัง", "x\u0e33",
    "\u1100\u1161\u11a8", "\u1112\u1161\u11ab\u1112", "\ud7b0\u1161", "가\u11a8", "각\u11a8", "\u115f\u1160", "👩‍👩‍👧‍👦", "🏳️‍🌈", "🇩🇪🇫🇷🇮", "𐍈𐌰", "🀄🂡",
    "☃☄\U00013000\U00013001☃", "\U00013000a\U00013001", "Ａ\u0301", "Ａ\u0323\u0301", "Ａ\u0323\u0301\u0302", "ﷺ", "ﷺ\u0301", "①②③", "ﬃ", "\u00ad",
    " \u0301a", "　全角　空白　", "\u2028\u2029", "क्ष", "क्‍ष", "ज्ञ र्क", "நி", "\u0600\u0661", "\u06dd1", "e\u0301\u0301\u0301\u0301", "か\u3099",
    "ハ\u309a", "\u3099", "\U000e0061", "a\U000e0100b", "\ufdd0\uffff", "𝐀𝐁𝟘", "ſ\u0307", "\ufeffa", "a\u034fb", "\u0130", "ǅ ᾳ\u0345",
    "day Day DAY", "holiday day", "a  b   c    d", "   a", "a   ", "\u00a0a\u00a0", "tab\ttab", "a//b", "rock & roll", "\u0651\u0301\u0323",
]
# What XLM-R's vocabulary lacks, in runs and alone, and long texts without a space.
LONG = [("a", 10_000), ("あ", 10_000), ("กา", 5_000), ("ab☃", 3_000), ("e\u0301", 4_000), ("\U00013000", 2_000), ("<mask>", 1_000), ("a ", 5_000)]

ALPHABETS = ["abcdefghijklmnoprstuvwyz", "абвгдежзиклмнопрстуя", "αβγδεικλμνοπρστ", "ابتدرسلمنهوي", "אבגדלמנרש", "कखगतनमरसी", "กขคงนมรสา",
             "가나다라마바사한국어", "あいうえかきくけさしすたなにのまり", "日本語東京学生先年"]


def words(rng, count):
    made = []
    for _ in range(count):
        alphabet = rng.choice(ALPHABETS)
        made.append("".join(rng.choice(alphabet) for _ in range(rng.randint(1, 9))))
    return made


def character_map():
    """Rules like those of XLM-R, a hundredth of them, compiled by SentencePiece."""
    rules = {chr(c): " " for c in (0x09, 0x0A, 0x0D, 0xA0, 0x3000, 0x2028, 0x200B, 0xFEFF)}
    rules |= {chr(c): "" for c in (*range(1, 9), 0x7F, 0xAD)}
    rules |= {chr(c + 0xFEE0): chr(c) for c in range(0x21, 0x7F)}
    rules |= {"ｶ": "カ", "ｶ\uff9e": "ガ", "ﾊ": "ハ", "ﾊ\uff9f": "パ", "か\u3099": "が", "ﬁ": "fi", "ﬃ": "ffi", "①": "1", "㍿": "株式会社",
              "ﷺ": "صلى الله عليه وسلم", "½": "1⁄2", "\u1112\u1161": "하", "\u1112\u1161\u11ab": "한", "…": "...", "ſ": "s", "А": "а"}
    rules |= {a + "\u0301": b for a, b in zip("aeiouAEIOU", "áéíóúÁÉÍÓÚ")}
    with tempfile.TemporaryDirectory() as folder:
        table, text = pathlib.Path(folder, "rules.tsv"), pathlib.Path(folder, "text")
        table.write_text("".join("\t".join(" ".join(f"{ord(c):X}" for c in t) for t in rule) + "\n" for rule in sorted(rules.items())))
        text.write_text("\n".join(f"a line of words {n}" for n in range(100)))
        sentencepiece.SentencePieceTrainer.train(
            input=str(text), model_prefix=folder + "/model", vocab_size=60, hard_vocab_limit=False, minloglevel=2,
            normalization_rule_tsv=str(table))
        model = sentencepiece_model_pb2.ModelProto()
        model.ParseFromString(pathlib.Path(folder, "model.model").read_bytes())
    return base64.b64encode(model.normalizer_spec.precompiled_charsmap).decode()


def vocabulary(rng, first, last, mark="▁"):
    """Characters, parts of words and words, with scores of more digits than a number of 64 bits holds."""
    pieces = {mark, ".", ",", "-", "<", ">", "/", "1", "2", "カ", "ガ", "ハ", "パ", "が", "A", "é", "\u0301", "😀", mark + mark}
    pieces |= {c for alphabet in ALPHABETS for c in alphabet if rng.random() < 0.95} | {c.upper() for c in ALPHABETS[0][:12]}
    for word in words(rng, 260):
        start = rng.randint(0, len(word) - 1)
        pieces |= {rng.choice(["", mark]) + word[start : start + rng.randint(1, 5)]}
    scored = [[piece, -float(f"{rng.uniform(2, 9) + len(piece) ** 0.5:.16f}")] for piece in sorted(pieces)]
    rng.shuffle(scored)
    # Some are worth the same, so that the first way of several counts.
    for pair in scored[::7]:
        pair[1] = -7.25
    return [[piece, 0.0] for piece in first] + scored + [[piece, 0.0] for piece in last]


def special(number, content, **flags):
    return dict(id=number, content=content, single_word=False, lstrip=False, rstrip=False, normalized=False, special=True) | flags


def ends(start, end):
    return dict(
        type="TemplateProcessing",
        single=[{"SpecialToken": dict(id="<s>", type_id=0)}, {"Sequence": dict(id="A", type_id=0)}, {"SpecialToken": dict(id="</s>", type_id=0)}],
        pair=[{"Sequence": dict(id="A", type_id=0)}, {"Sequence": dict(id="B", type_id=1)}],
        special_tokens={t: dict(id=t, ids=[n], tokens=[t]) for t, n in (("<s>", start), ("</s>", end))})


def like_xlmr():
    names = ["<s>", "<pad>", "</s>", "<unk>"]
    vocab = vocabulary(random.Random(250_002), names, ["<mask>"])
    metaspace = dict(type="Metaspace", replacement="▁", prepend_scheme="always", split=True)
    return dict(
        version="1.0", truncation=None, padding=None,
        added_tokens=[special(n, t) for n, t in enumerate(names)] + [special(len(vocab) - 1, "<mask>", lstrip=True)],
        normalizer=dict(type="Precompiled", precompiled_charsmap=character_map()),
        pre_tokenizer=dict(type="Sequence", pretokenizers=[dict(type="WhitespaceSplit"), metaspace]),
        post_processor=ends(0, 2), decoder=metaspace,
        model=dict(type="Unigram", unk_id=3, vocab=vocab, byte_fallback=False))


def spelled():
    bytes_ = [f"<0x{n:02X}>" for n in range(256)]
    vocab = vocabulary(random.Random(32_000), ["<unk>", "<s>", "</s>"] + bytes_, [], mark="_")
    count = len(vocab)
    steps = [
        dict(type="Nmt"), dict(type="NFKD"), dict(type="StripAccents"), dict(type="Lowercase"), dict(type="NFC"),
        dict(type="Strip", strip_left=True, strip_right=True),
        dict(type="Sequence", normalizers=[
            dict(type="Replace", pattern=dict(Regex=" {2,}"), content=" "),
            dict(type="Replace", pattern=dict(String="//"), content="/"), dict(type="Prepend", prepend="a")]),
    ]
    return dict(
        version="1.0", truncation=None, padding=None,
        added_tokens=[special(n, t) for n, t in enumerate(["<unk>", "<s>", "</s>"])] + [
            special(count, "<mask>", lstrip=True, rstrip=True), special(count + 1, "Day", single_word=True, normalized=True),
            special(count + 2, "&"), special(count + 3, "<mask", rstrip=True)],
        normalizer=dict(type="Sequence", normalizers=steps),
        pre_tokenizer=dict(type="Metaspace", replacement="_", prepend_scheme="first", split=False),
        post_processor=dict(type="RobertaProcessing", sep=["</s>", 2], cls=["<s>", 1], trim_offsets=True, add_prefix_space=True),
        decoder=None, model=dict(type="Unigram", unk_id=0, vocab=vocab, byte_fallback=True))


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
        texts = ["".join(f"a{scalar}b {scalar} Ａ{scalar}" for scalar in row) for row in rows]
        blocks[f"{start:x}"] = hashes(made, texts, len(texts))[0]
    made.enable_truncation(LIMIT)
    return blocks


def mixed(rng):
    marks = [" ", "  ", "", "\u0301", "-", "☃", "\r\n", "ｶ", "１", "<mask>", "▁", "\u3000", "한", "😀", "\u200d"]
    return "".join(word + rng.choice(marks) for word in words(rng, rng.randint(1, 8)))


def reference(made, extra):
    made.enable_truncation(LIMIT)
    return {
        "library": f"tokenizers {tokenizers.__version__}", "limit": LIMIT, "scalars": scalars(made),
        "long": [{"unit": u, "count": n, "hash": fnv([ids_of_all(made, u * n)])} for u, n in LONG],
        **extra, "texts": [{"text": text, "ids": made.encode(text).ids} for text in NASTY + extra.pop("more", [])]}


def ids_of_all(made, text):
    made.no_truncation()
    ids = made.encode(text).ids
    made.enable_truncation(LIMIT)
    return ids


def corpus(made):
    path = ROOT / "../shared/corpora/multilingual/texts.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for number, line in enumerate(lines) if number % 12 == 0][:20_000]
    assert len(records) == 20_000 and len({record["language"] for record in records}) > 25
    made.enable_truncation(512)
    return hashes(made, [f"{record['title']} {record['excerpt']}" for record in records], 100)


def write(path, content):
    texts = ",\n".join("  " + json.dumps(entry) for entry in content.pop("texts"))
    head = ",\n".join(f" {json.dumps(key)}: {json.dumps(value)}" for key, value in content.items())
    path.write_text("{\n" + head + ',\n "texts": [\n' + texts + "\n ]\n}\n")


def main():
    for name, whole in (("like-xlmr", like_xlmr()), ("spelled", spelled())):
        folder = HERE / "unigram" / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "tokenizer.json").write_text(json.dumps(whole, ensure_ascii=name == "spelled") + "\n", encoding="utf-8")
        rng = random.Random(7)
        made = Tokenizer.from_file(str(folder / "tokenizer.json"))
        write(folder / "reference.json", reference(made, {"more": [mixed(rng) for _ in range(300)]}))
    e5 = ROOT / "models/multilingual-e5-small/tokenizer.json"
    if e5.exists():
        made = Tokenizer.from_file(str(e5))
        write(HERE / "unigram/e5.json", reference(made, {"corpus": corpus(made)}))


main()
