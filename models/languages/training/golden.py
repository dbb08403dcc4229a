"""Writes what the model says of 500 texts, made of the sentences that the tests have: golden.py WORK TESTS/Reference

Takes the arguments of train.py's `write` besides, since thresholds are set by the texts that are held out.
"""

import sys
from pathlib import Path

import train


def texts(folder):
    sentences = [line.split("\t")[1] for line in (folder / "sentences.tsv").read_text().splitlines()]
    made = list(sentences)
    for number, sentence in enumerate(sentences):
        words = sentence.split() if " " in sentence else [sentence[:4], sentence[4:9], sentence[9:]]
        made += [" ".join(words[:2]), " ".join(words[-3:]), " ".join(words[1:5]).upper()]
        other = sentences[(number * 7 + 3) % len(sentences)]
        made += [f"{sentence}\\n{other}", f"Node v{number}.2 {words[0]} https://example.org/{number}"]
    return made


if __name__ == "__main__":
    folder = Path(sys.argv.pop())
    options = train.arguments()
    model = train.shipped(options)
    made = texts(folder)
    names = model.names([text.replace("\\n", "\n") for text in made])
    (folder / "golden.tsv").write_text("".join(f"{name or '-'}\t{text}\n" for name, text in zip(names, made)))
