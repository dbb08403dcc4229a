"""What all pages share: head, navigation, contents of the page, and the box to search in."""

import html
import os
import re
import urllib.parse
from dataclasses import dataclass

HEADING = re.compile(r'<h2 id="([^"]+)">(.*?)</h2>', re.S)


@dataclass
class Page:
    """A page; its place is its path below the site's folder."""

    place: str
    title: str
    body: str
    part: str = ""


def relative(place, target):
    return urllib.parse.quote(os.path.relpath(target, os.path.dirname(place) or "."))


def without_marks(inner):
    """A heading's text without the link to itself."""
    return re.sub(r"<[^>]+>", "", re.sub(r'<a class="anchor".*?</a>', "", inner)).strip()


def navigation(page, groups):
    out = []
    for name, entries in groups:
        is_here = any(place == page.place for place, _ in entries)
        here = " open" if is_here or (page.part and page.part == name) else ""
        items = "".join(
            f'<li><a href="{relative(page.place, place)}"{current(place == page.place)}>{html.escape(title)}</a></li>'
            for place, title in entries
        )
        out.append(f"<details{here}><summary>{html.escape(name)}</summary><ul>{items}</ul></details>")
    return "".join(out)


def current(is_here):
    return ' aria-current="page"' if is_here else ""


def contents(page):
    found = [(anchor, without_marks(inner)) for anchor, inner in HEADING.findall(page.body)]
    if len(found) < 3:
        return ""
    items = "".join(f'<li><a href="#{anchor}">{title}</a></li>' for anchor, title in found)
    return f'<nav class="contents" aria-labelledby="on-this-page"><p id="on-this-page">On this page</p><ul>{items}</ul></nav>'


def scrollable(body):
    """What is wider than the window scrolls by itself, and so can be reached by keys."""
    body = re.sub(r"<pre([^>]*)>", r'<pre\1 tabindex="0">', body)
    body = body.replace("<table>", '<div class="wide" tabindex="0" role="region" aria-label="Table"><table>')
    return body.replace("</table>", "</table></div>")


def document(page, groups, version):
    root = relative(page.place, ".")
    title = html.escape(page.title if page.place == "index.html" else f"{page.title} – Kindred")
    return f"""<!doctype html>
<html lang="en" data-root="{root}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="{root}/assets/style.css">
<script src="{root}/assets/search.js" defer></script>
</head>
<body>
<a class="skip" href="#content">Skip to the text</a>
<header>
<a class="name" href="{relative(page.place, 'index.html')}">Kindred</a> <span class="version">{html.escape(version)}</span>
<form role="search" hidden>
<label for="search">Search</label>
<input id="search" type="search" autocomplete="off" placeholder="Press / to search" aria-describedby="search-status">
</form>
</header>
<div id="found" hidden><p id="search-status" role="status"></p><ol></ol></div>
<div class="columns">
<nav class="site" aria-label="All pages">{navigation(page, groups)}</nav>
<main id="content" tabindex="-1">
{contents(page)}
{scrollable(page.body)}
</main>
</div>
</body>
</html>
"""
