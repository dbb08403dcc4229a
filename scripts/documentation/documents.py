"""Markdown documents as pages. They are rendered by cmark-gfm, which is what GitHub shows them by."""

import html
import os
import posixpath
import re
import subprocess
import urllib.parse
from pathlib import Path

from layout import Page

EXTENSIONS = ["table", "autolink", "strikethrough"]
HEADING = re.compile(r"<h([1-6])>(.*?)</h\1>", re.S)
REFERENCE = re.compile(r'(href|src)="([^"]*)"')


def rendered(markdown):
    command = ["cmark-gfm", "--unsafe", *(option for each in EXTENSIONS for option in ("-e", each))]
    return subprocess.run(command, input=markdown, check=True, capture_output=True, encoding="utf-8").stdout


def text_of(markup):
    return html.unescape(re.sub(r"<[^>]+>", "", markup)).strip()


def with_anchors(body):
    """Headings get the anchors that GitHub gives them, so that a link works in both places."""
    seen = {}

    def anchored(match):
        level, inner = match[1], match[2]
        slug = re.sub(r"[^\w\- ]", "", text_of(inner).lower()).replace(" ", "-")
        seen[slug] = seen.get(slug, -1) + 1
        slug += f"-{seen[slug]}" if seen[slug] else ""
        if level == "1":
            return f'<h1 id="{slug}">{inner}</h1>'
        link = f'<a class="anchor" href="#{slug}" aria-label="Link to this section">#</a>'
        return f'<h{level} id="{slug}">{inner} {link}</h{level}>'

    return HEADING.sub(anchored, body)


def place_of(path):
    """Where a document of the repository lies in the site."""
    if path == "README.md":
        return "index.html"
    return re.sub(r"README\.md$", "index.md", path).removesuffix(".md") + ".html"


class Documents:
    """All documents, and the other files that they lead to, which are put beside them as text."""

    def __init__(self, root, paths):
        self.root, self.paths, self.files = root, set(paths), {}

    def page(self, path):
        body = with_anchors(rendered((self.root / path).read_text(encoding="utf-8")))
        place = place_of(path)

        def moved(match):
            return f'{match[1]}="{html.escape(self.target(path, place, html.unescape(match[2])))}"'

        body = REFERENCE.sub(moved, body)
        title = HEADING.search(body) or re.search(r"<(h1)[^>]*>(.*?)</h1>", body, re.S)
        return Page(place, text_of(title[2]) if title else Path(path).stem, body)

    def target(self, path, place, link):
        parts = urllib.parse.urlsplit(link)
        if parts.scheme or not parts.path:
            return link
        wanted = posixpath.normpath(posixpath.join(posixpath.dirname(path), parts.path))
        if (self.root / wanted).is_dir() and f"{wanted}/README.md" in self.paths:
            wanted += "/README.md"
        if wanted in self.paths:
            wanted = place_of(wanted)
        elif (self.root / wanted).is_file():
            # Browsers show text, whatever the file's ending says to them.
            self.files[f"files/{wanted}.txt"] = self.root / wanted
            wanted = f"files/{wanted}.txt"
        relative = os.path.relpath(wanted, os.path.dirname(place) or ".")
        return relative + (f"#{parts.fragment}" if parts.fragment else "")
