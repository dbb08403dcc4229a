"""Looks for links and anchors that lead nowhere, in all pages of a finished site."""

import urllib.parse
from html.parser import HTMLParser
from pathlib import Path


class Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.anchors, self.links, self.repeated = set(), [], []

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        if values.get("id"):
            if values["id"] in self.anchors:
                self.repeated.append(values["id"])
            self.anchors.add(values["id"])
        for name in ("href", "src"):
            if values.get(name) is not None:
                self.links.append(values[name])


def broken(site):
    """A sentence for each link that leads nowhere and each anchor that stands twice; and how many links there are."""
    site = Path(site).resolve()
    pages = {}
    for path in sorted(site.rglob("*.html")):
        pages[path] = Reader()
        pages[path].feed(path.read_text(encoding="utf-8"))
    problems, count = [], 0
    for path, page in pages.items():
        name = path.relative_to(site)
        problems += [f"{name} has the anchor {each} twice." for each in page.repeated]
        for link in page.links:
            parts = urllib.parse.urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            count += 1
            target = path
            if parts.path:
                target = (path.parent / urllib.parse.unquote(parts.path)).resolve()
            if not target.is_file() or site not in target.parents:
                problems.append(f"{name} links to {link}, which is not in the site.")
            elif parts.fragment and urllib.parse.unquote(parts.fragment) not in pages[target].anchors:
                problems.append(f"{name} links to {link}, where there is no such anchor.")
    return problems, count
