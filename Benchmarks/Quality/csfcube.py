#!/usr/bin/env python3
"""Articles and judgements from CSFCube (Mysore et al. 2021, https://github.com/iesl/CSFCube), to see what dates do where
only the year is known.

    git clone https://github.com/iesl/CSFCube
    python3 Benchmarks/Quality/csfcube.py CSFCube /tmp/csfcube
    for facet in background method result; do
        kindred evaluate /tmp/csfcube/dated.jsonl --qrels /tmp/csfcube/$facet.qrels.tsv
        kindred evaluate /tmp/csfcube/undated.jsonl --qrels /tmp/csfcube/$facet.qrels.tsv
    done

A paper is an article; its date is the first of January of its year. The texts are its authors' and stay out of this
repository.
"""

import collections
import json
import pathlib
import re
import sys


def main(source: str, target: str) -> None:
    articles: dict[str, tuple[str, str, str]] = {}
    judged: dict[str, dict[tuple[str, str], int]] = collections.defaultdict(dict)
    for path in sorted(pathlib.Path(source, "readable_annotations").glob("*-adju.txt")):
        query, facet, _ = path.stem.split("-")
        for block in re.split(r"^=+\n", path.read_text(encoding="utf-8"), flags=re.MULTILINE):
            paper = re.search(r"paper_id: (\d+); YEAR: (\w+)", block)
            title = re.search(r"TITLE: (.*)", block)
            if not paper or not title:
                continue
            abstract = re.sub(r"\b\w+_label: ", "", block.partition("ABSTRACT:")[2])
            articles[paper[1]] = (title[1].strip(), " ".join(abstract.split())[:3000], paper[2])
            grade = re.search(r"relevance:.*\(\+?(-?\d)\)", block)
            if grade and paper[1] != query:
                judged[facet][query, paper[1]] = int(grade[1])
    folder = pathlib.Path(target)
    folder.mkdir(parents=True, exist_ok=True)
    for name, is_dated in (("dated", True), ("undated", False)):
        with open(folder / f"{name}.jsonl", "w", encoding="utf-8") as file:
            for paper, (title, abstract, year) in articles.items():
                record = {"id": paper, "title": title, "excerpt": abstract}
                if is_dated and year.isdigit():
                    record["publishedDateTime"] = f"{year}-01-01"
                file.write(json.dumps(record, ensure_ascii=False) + "\n")
    for facet, pairs in judged.items():
        with open(folder / f"{facet}.qrels.tsv", "w", encoding="utf-8") as file:
            file.write("query-id\tdoc-id\tgrade\n")
            file.writelines(f"{query}\t{paper}\t{grade}\n" for (query, paper), grade in pairs.items())
    print(f"{len(articles)} papers, {sum(map(len, judged.values()))} judged pairs in {target}")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2])
