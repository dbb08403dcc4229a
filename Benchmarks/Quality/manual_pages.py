#!/usr/bin/env python3
"""Articles and judgements from translated manual pages: a page belongs beside those that its SEE ALSO names.

    apt-get download manpages-de manpages-ja
    python3 Benchmarks/Quality/manual_pages.py manpages-de_*.deb /tmp/man-de
    python3 Benchmarks/Quality/manual_pages.py manpages-ja_*.deb /tmp/man-ja
    kindred evaluate /tmp/man-de/articles.jsonl

A page's title is its NAME line, its excerpt the first paragraph of the description, its body the rest without SEE ALSO.
The texts are their authors' (several free licences) and stay out of this repository. Pages that only point to another one
are left out; so are those that name none of the rest, as queries.
"""

import gzip
import json
import pathlib
import re
import subprocess
import sys
import tempfile

NAME = {"NAME", "BEZEICHNUNG", "名前", "名称"}
DESCRIPTION = {"DESCRIPTION", "BESCHREIBUNG", "説明"}
SEE_ALSO = {"SEE ALSO", "SIEHE AUCH", "関連項目"}
ESCAPES = [
    (r'\\".*', ""), (r"\\f(?:\[[^]]*\]|\(..|.)", ""), (r"\\s[-+]?\d+", ""), (r"\\m\[[^]]*\]", ""),
    (r"\\\*\(lq|\\\(lq|\\\(Bq", "„"), (r"\\\*\(rq|\\\(rq|\\\(lq", "“"), (r"\\\(aq|\\\(cq|\\\(oq", "'"),
    (r"\\\(em|\\\(en", "–"), (r"\\\(bu", ""), (r"\\\*?(?:\[[^]]*\]|\(..)", " "), (r"\\[&|^%:/,c]", ""),
    (r"\\[ ~0]", " "), (r"\\-", "-"), (r"\\e", "\\\\"), (r"\\(.)", r"\1"),
]  # fmt: skip
# Macros whose arguments are text.
TEXT_MACROS = {"B", "I", "BR", "IR", "BI", "IB", "RB", "RI", "SM", "SB", "Nm", "Fl", "Ar", "Nd", "Em", "Sy", "Pa", "Xr"}
BREAKS = {"PP", "P", "LP", "Pp", "TP", "IP", "HP", "Bl", "It", "sp", "SS", "Ss", "nf", "fi", "RS", "RE"}


def plain(text: str) -> str:
    for pattern, replacement in ESCAPES:
        text = re.sub(pattern, replacement, text)
    return text


def sections(source: str) -> dict[str, str]:
    """Text by heading; a paragraph a line."""
    found, heading, lines = {}, "", []
    for line in source.splitlines():
        macro = re.match(r"[.']\s*(\w+|\\\")\s*(.*)", line)
        if not macro:
            lines.append(plain(line))
            continue
        name, rest = macro[1], macro[2]
        if name in ("SH", "Sh"):
            found.setdefault(heading, "\n".join(lines))
            heading, lines = plain(rest).strip().strip('"').strip().upper(), []
        elif name in TEXT_MACROS:
            words = re.findall(r'"[^"]*"|\S+', rest)
            joined = ("" if len(name) == 2 and name.isupper() else " ").join(w.strip('"') for w in words)
            if name == "Xr" and len(words) >= 2:
                joined = f"{words[0]}({words[1]})"
            lines.append(plain(("- " if name == "Nd" else "") + joined))
        elif name in BREAKS:
            lines.append("")
    found.setdefault(heading, "\n".join(lines))
    return {
        heading: "\n".join(" ".join(p.split()) for p in re.split(r"\n\s*\n", text) if p.strip())
        for heading, text in found.items()
    }


def first(texts: dict[str, str], headings: set[str]) -> str:
    return next((texts[h] for h in texts if h in headings), "")


def main(package: str, target: str) -> None:
    pages: dict[str, dict] = {}
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["dpkg-deb", "-x", package, folder], check=True)
        for path in sorted(pathlib.Path(folder).rglob("man[1-9]*/*.gz")):
            if path.is_symlink():
                continue
            source = gzip.decompress(path.read_bytes()).decode("utf-8", errors="replace")
            if source.lstrip().startswith(".so "):
                continue
            texts = sections(source)
            title, links = first(texts, NAME), first(texts, SEE_ALSO)
            if not title:
                continue
            name = path.name.removesuffix(".gz")
            page, _, section = name.rpartition(".")
            description = first(texts, DESCRIPTION).split("\n")
            kept = [t for h, t in texts.items() if h and h not in NAME | SEE_ALSO]
            pages[f"{page}({section})"] = dict(
                title=title.replace("\n", " ")[:300], excerpt=description[0][:500], body="\n\n".join(kept)[:20000],
                links=re.findall(r"([\w.+:\[-]+) ?\((\d\w*)\)", links),
            )
    output = pathlib.Path(target)
    output.mkdir(parents=True, exist_ok=True)
    pairs = 0
    with open(output / "articles.jsonl", "w", encoding="utf-8") as articles, \
            open(output / "qrels.tsv", "w", encoding="utf-8") as qrels:  # fmt: skip
        qrels.write("query-id\tdoc-id\tgrade\n")
        for name, page in pages.items():
            record = {"id": name} | {k: page[k] for k in ("title", "excerpt", "body")}
            articles.write(json.dumps(record, ensure_ascii=False) + "\n")
            for other in sorted({f"{p}({s})" for p, s in page["links"]} - {name}):
                if other in pages:
                    qrels.write(f"{name}\t{other}\t1\n")
                    pairs += 1
    print(f"{len(pages)} pages, {pairs} pairs in {target}")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2])
