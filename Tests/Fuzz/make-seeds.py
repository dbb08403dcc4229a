#!/usr/bin/env python3
"""Writes seeds for the harnesses of Tests/Fuzz: texts that the tests hold, and small files beside them.

    make-seeds.py FOLDER

Makes FOLDER/<Harness>/ with one file an input, named by its content.
"""

import hashlib
import json
import pathlib
import re
import sys
import textwrap

TESTS = pathlib.Path(__file__).resolve().parent.parent
LONGEST = 4096


def texts(*folders):
    """String literals of the tests' Swift: those of several lines, and the longer ones of one line."""
    for folder in folders:
        for file in sorted((TESTS / folder).rglob("*.swift")):
            source = file.read_text()
            for found in re.finditer(r'(#*)"""\n(.*?)\n[ \t]*"""\1', source, re.S):
                yield textwrap.dedent(found[2]).replace("\\\\", "\\")
            for found in re.finditer(r'(?<!")(#*)"((?:[^"\\\n]|\\.)+)"\1', source):
                if found[1]:
                    yield found[2]
                else:
                    yield re.sub(r'\\([nrt"\\])', lambda sign: dict(n="\n", r="\r", t="\t").get(sign[1], sign[1]), found[2])


def lists():
    """Front matter with lists in all places and languages."""
    entry = '  - title: "One"\n    webUrl: https://a.example/1\n'
    yield f"---\ntitle: T\nrelated:\n{entry}topics: [a, b]\n---\n\nBody.\n"
    yield f"---\ntitle: T # why\nrelated:\n{entry}# between\n  - title: Two\n... # end\n---\nBody\n"
    yield "---\r\ntitle: T\r\nextra:\r\n  related: [a.md, b.md]\r\n  other: 1\r\n---\r\nBody\r\n"
    yield '---\n{"title": "T", "related": []}\n---\n'
    yield '+++\ntitle = "T"\nrelated = ["a", "b"]\n\n[extra]\nx = 1\n+++\nBody\n'
    yield '+++\ntitle = "T"\n[[related]]\ntitle = "One"\nurl = "u"\n\n[[related]]\ntitle = "Two"\n+++\n'
    yield '+++\ntitle = "T"\n[extra]\nrelated = [\n  "a", # one\n  "b",\n]\n+++\n'
    yield '{\n  "title": "T",\n  "related": [\n    {"title": "One"}\n  ],\n  "extra": {"related": ["a"]}\n}\n\nBody\n'
    yield "---\ntitle: &t T\nrelated: &r\n- *t\nother: *r\n---\n"


def main():
    target = pathlib.Path(sys.argv[1])

    def add(harness, contents):
        folder = target / harness
        folder.mkdir(parents=True, exist_ok=True)
        for content in contents:
            content = content if isinstance(content, bytes) else content.encode()
            if 0 < len(content) <= LONGEST:
                (folder / hashlib.sha256(content).hexdigest()[:16]).write_bytes(content)

    corpus = list(texts("CorpusTests", "CommandTests"))
    fenced = [text for text in corpus if text.startswith(("---", "+++", "{"))]
    # Keys alone become front matter.
    keys = [text.rstrip("\n") for text in corpus if re.match(r"[\w.-]+: |[\w.-]+:\n", text) and "---" not in text]
    front = fenced + [f"---\n{text}\n---\n\nBody.\n" for text in keys] + list(lists())
    front += [file.read_bytes() for file in sorted((TESTS.parent / "corpus").glob("*.md"))[:6]]
    add("FrontMatter", front)
    add("ListEditing", front + [f"---\ntitle: T\n{text}\n---\n" for text in keys])
    add("JSONLines", [text for text in corpus if text.lstrip().startswith("{")])
    article = '{"id": "a", "title": "One", "excerpt": "Two", "topics": ["x"], "publishedDateTime": "2026-01-02"}'
    events = ('{"type": "impression", "id": "i", "article": "a", "shown": ["b", "c"], "experiment": "e", "teams": ["A", "B"]}',
              '{"type": "click", "impression": "i", "entry": "b"}')
    add("Bodies", [text for text in [*corpus, *texts("ServerTests")] if text.lstrip().startswith("{")]
        + ['{"article": %s}' % article, '{"like": [{"id": "a"}, {"text": "b"}, {"article": %s}], "unlike": []}' % article,
           '{"entries": [%s]}' % article, '{"events": [%s]}' % ", ".join(events)])
    add("Feeds", [text for text in corpus if text.lstrip().startswith(("<", "{", "["))]
        + ["title,url,body\nOne,https://a.example/1,\"Two\nlines\"\n", "id;title\n1;One\n"])
    add("Settings", keys + [text for text in corpus if ":" in text and not text.startswith(("<", "{"))])
    add("Judgements", list(texts("EvaluationTests", "ExperimentsTests"))
        + ["query-id\tdoc-id\tgrade\na\tb\t1\n", "a 0 b 2\nc 0 d 0\n", "a Q0 b 1 0.5 tag\na Q0 c 2 0.25 tag\n",
           "query-id\tdoc-id\tlabel\na\tb\tt\nc\td\tc\n", "article-id\tstory\tsplit\na\ts\ttune\n"])
    reference = TESTS / "SemanticTests/Reference"
    add("Tokenizers", [file.read_bytes() + b"\0The quick fox, \xc3\x9cberraschung"
                       for file in sorted(reference.rglob("tokenizer.json"))]
        + [json.dumps({"model": {"type": "Unigram", "unk_id": 0, "vocab": [["<unk>", 0], ["a", -1], ["b", -2.5]]}}) + "\0ab",
           json.dumps({"model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
                                 "vocab": {"[UNK]": 0, "a": 1, "##b": 2}}}) + "\0ab"])
    models = sorted(path for path in (reference / "tiny").rglob("*")
                    if path.is_file() and path.name != "reference.json")
    for number, file in enumerate(models):
        add("Models", [bytes([number, 0, 0]) + file.read_bytes()[:LONGEST - 3], bytes([number, 128, 0]) + b"\xff" * 8])
    add("Snapshots", [bytes([part + 128, place]) + bytes([value]) * 4
                      for part in range(14) for place in (0, 40, 200) for value in (0, 255)])
    shipped = json.loads((TESTS.parent / "Sources/Recommendation/Relatedness/relatedness.json").read_text())
    small = dict(shipped, models=dict(list(shipped["models"].items())[:1]))
    for model in small["models"].values():
        model.pop("variants", None)
        model["curves"] = dict(list(model.get("curves", {}).items())[:2])
    add("Weights", [json.dumps(small), json.dumps({
        "format": "kindred relatedness 1", "origin": "", "models": {
            "": {"bias": -1.5, "minimumProbability": 0.5, "weights": {"lexical": 2.0}}}})])


if __name__ == "__main__":
    main()
