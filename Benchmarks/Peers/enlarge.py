"""Makes a corpus of any size from a smaller one, for speed only: the articles themselves, then variants of all of them.

    python enlarge.py ARTICLES.jsonl[.gz] ENLARGED.jsonl[.gz] --count 1000000 [--seed 1]

In variant v every word is replaced by another of nearly the same frequency, always by the same one, so that term
statistics, lengths, copies and stories stay those of the original, while articles of two variants have no more in
common than strangers. The 150 most frequent words stay, numbers get other digits, dates move by v times 400 days,
ids and URLs are new. No two variants share a text: an article that would be the same in two is left out of the later
one. The result depends on nothing but the input, the seed and the count.
"""

import argparse
import gzip
import json
import random
import re
from collections import Counter
from datetime import datetime, timedelta

FUNCTION_WORDS = 150
DAYS_APART = 400
# Runs of letters or of digits; an apostrophe divides, so that "Mary's" follows "Mary".
WORDS = re.compile(r"[^\W\d_]+|[0-9]+")
TEXTS = ("title", "excerpt")


def opened(path, mode="rt"):
    # Level 1, since a million articles at the default level take longer to compress than to make.
    options = {"compresslevel": 1} if "w" in mode and path.endswith(".gz") else {}
    return (gzip.open if path.endswith(".gz") else open)(path, mode, encoding="utf-8", **options)


def windows(ranked):
    """Slices of words of neighbouring rank, wider where ranks are high and frequencies hardly differ."""
    start = 0
    while start < len(ranked):
        end = start + max(16, (FUNCTION_WORDS + start) // 8)
        if len(ranked) - end < 16:
            end = len(ranked)  # the last window is never a lone word, which would have no other to become
        yield ranked[start:end]
        start = end


class Variant(dict):
    """The replacement of every word as it is written, letter case included; found on first use."""

    def __init__(self, number, ranked, random):
        self.number = number
        self.words = {}
        for window in windows(ranked):
            random.shuffle(window)
            # Each becomes the next of a circle: one to one, and never itself.
            self.words.update(zip(window, window[1:] + window[:1]))
        # Zero stays, so that no number begins with one that did not.
        digits = random.sample("123456789", 9)
        self.digits = str.maketrans(dict(zip(digits, digits[1:] + digits[:1])))

    def __missing__(self, written):
        lower = written.lower()
        if written.isdigit():
            other = written.translate(self.digits)
        elif lower not in self.words:
            other = written
        elif len(written) > 1 and written.isupper():
            other = self.words[lower].upper()
        elif written[0].isupper():
            other = self.words[lower].capitalize()
        else:
            other = self.words[lower]
        self[written] = other
        return other

    def text(self, text):
        return WORDS.sub(lambda match: self[match[0]], text)

    def article(self, article):
        made = {key: self.moved(key, value) for key, value in article.items()}
        for key in TEXTS:
            if made.get(key):
                made[key] = self.text(made[key])
        return made

    def moved(self, key, value):
        """An article's id, addresses and date, which no two variants share; other values as they are."""
        if isinstance(value, dict):
            return {inner: self.moved(inner, other) for inner, other in value.items()}
        if not isinstance(value, str):
            return value
        if key == "id":
            return f"{value}-{self.number}"
        if key.lower().endswith("url"):
            return re.sub(r"^(https?://[^/]*)", rf"\1/{self.number}", value)
        if key == "publishedDateTime":
            date = datetime.fromisoformat(value.replace("Z", "+00:00")) + timedelta(days=DAYS_APART * self.number)
            return date.isoformat().replace("+00:00", "Z")
        return value


def vocabulary(path):
    """All words but the most frequent, by falling frequency, then by the alphabet."""
    counts = Counter()
    with opened(path) as lines:
        for line in lines:
            article = json.loads(line)
            for key in TEXTS:
                counts.update(word for word in WORDS.findall((article.get(key) or "").lower()) if not word.isdigit())
    ranked = sorted(counts, key=lambda word: (-counts[word], word))
    return ranked[FUNCTION_WORDS:]


def enlarge(source, target, count, seed):
    """Writes the corpus and says what it is made of."""
    written = left_out = titles = kept_titles = number = 0
    # The variant that each text was first seen in; 64-bit hashes of a million texts never meet by chance.
    seen = {}
    ranked = None
    with opened(target, "wt") as output:
        while written < count:
            before = written
            if number > 0:
                ranked = ranked or vocabulary(source)
                variant = Variant(number, ranked, random.Random(f"{seed} {number}"))
            with opened(source) as lines:
                for line in lines:
                    if written == count:
                        break
                    article = json.loads(line)
                    if number > 0:
                        title = article["title"]
                        article = variant.article(article)
                        titles += 1
                        kept_titles += article["title"] == title
                    text = hash(tuple(article.get(key) for key in TEXTS))
                    if seen.setdefault(text, number) != number:
                        left_out += 1
                        continue
                    output.write(json.dumps(article, ensure_ascii=False) + "\n")
                    written += 1
            if written == before:
                raise SystemExit(f"{source} has no articles")
            number += 1
    if titles == 0:
        return f"{written:,} articles"
    return (
        f"{written:,} articles, {titles - left_out:,} of them variants with other words ({kept_titles:,} titles, "
        f"{kept_titles / titles:.3%}, have no word to replace; {left_out:,} whole articles had none and are left out)"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source")
    parser.add_argument("target")
    parser.add_argument("--count", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    print(enlarge(arguments.source, arguments.target, arguments.count, arguments.seed))
