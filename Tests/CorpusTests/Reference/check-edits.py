#!/usr/bin/env python3
"""Reads pairs of files before and after an edit by Python's parsers and compares all but the list.

    check-edits.py FOLDER        FOLDER/edits.jsonl as the test theEditsForOtherParsers writes it

Needs Python 3.11 and PyYAML. Ends with 1 where anything but the list differs, or the list is another one.
"""
import collections
import datetime
import json
import sys
import tomllib

import yaml


class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """All scalars as texts, as Kindred reads them, and an error for keys that stand there twice."""


def scalar(loader, node):
    return node.value


def mapping(loader, node):
    pairs = [(loader.construct_object(k, deep=True), loader.construct_object(v, deep=True)) for k, v in node.value]
    keys = [json.dumps(k, default=str) for k, _ in pairs]
    if len(set(keys)) < len(keys):
        raise ValueError("a key stands there twice")
    return dict(pairs)


for kind in ("str", "int", "float", "bool", "null", "timestamp", "binary", "merge", "value"):
    Loader.add_constructor(f"tag:yaml.org,2002:{kind}", scalar)
Loader.add_constructor("tag:yaml.org,2002:map", mapping)


def split(text):
    """The language, the front matter and what is below it, found without Kindred."""
    text = text.removeprefix("\ufeff")
    # Not splitlines(), which knows more line ends than files have.
    lines = [line + "\n" for line in text.split("\n")]
    while lines and not lines[0].strip():
        del lines[0]
    first = lines[0].strip()
    if first.startswith("{"):
        source = "".join(lines)
        value, end = json.JSONDecoder().raw_decode(source)
        return "json", source[:end], source[end:]
    language = "toml" if first in ("+++", "---toml") else "json" if first == "---json" else "yaml"
    fences = ("+++",) if first == "+++" else ("---",) if language != "yaml" else ("---", "...")
    end = next(n for n, line in enumerate(lines[1:], 1) if line.rstrip() in fences)
    return language, "".join(lines[1:end]), "".join(lines[end:])


def parse(language, text):
    if language == "toml":
        return tomllib.loads(text.replace("\r\n", "\n"))
    if language == "json":
        return json.loads(text)
    # A second document is none of ours.
    return next(iter(yaml.load_all(text, Loader)), None) or {}


def without(tree, path):
    if not path:
        return None
    if tree in ("", None):
        return None
    if not isinstance(tree, dict):
        return tree
    rest = {k: v for k, v in tree.items() if k != path[0]}
    if path[0] in tree:
        inner = without(tree[path[0]], path[1:])
        if inner is not None:
            rest[path[0]] = inner
    return rest or None


def lookup(tree, path):
    for key in path:
        if not isinstance(tree, dict) or key not in tree:
            return None
        tree = tree[key]
    return tree


def problem(edit):
    path = edit["key"].split(".")
    language, before, below = split(edit["before"])
    after_language, after, after_below = split(edit["after"])
    if (language, below) != (after_language, after_below):
        return "the language or the body changed"
    old, new = parse(language, before), parse(language, after)
    # Compared as text: NaN equals nothing, and order counts.
    if repr(without(old, path)) != repr(without(new, path)):
        return "another key changed"
    shown = lookup(new, path)
    titles = [item["title"] if isinstance(item, dict) else item for item in shown or []]
    if titles != edit["list"]:
        return f"the list is {titles}, not {edit['list']}"
    for item in shown or []:
        if isinstance(item, dict) and len(item) < 2:
            return "an entry has nothing but its title"
    lost = [c for c in edit["comments"] if c not in edit["after"]]
    return f"comments are lost: {lost}" if lost else None


def main(folder):
    counts = collections.Counter()
    bad = 0
    with open(folder + "/edits.jsonl", encoding="utf-8", newline="\n") as lines:
        for number, line in enumerate(lines):
            edit = json.loads(line)
            counts[edit["language"], "changed" if edit["before"] != edit["after"] else "same"] += 1
            try:
                found = problem(edit)
            except Exception as error:  # noqa: BLE001: whatever a parser says is a finding
                found = f"{type(error).__name__}: {error}"
            if found:
                bad += 1
                if bad <= 20:
                    print(f"{number}: {found}\n  {edit['before']!r}\n  {edit['after']!r}", file=sys.stderr)
    for key, count in sorted(counts.items()):
        print(*key, count)
    print(f"{bad} wrong")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
