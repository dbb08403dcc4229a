"""A site of Markdown files made from articles, as Hugo and Kindred both read it, and what Hugo needs to build it.

    python markdown_site.py ARTICLES.jsonl FOLDER --pages 20000
"""

import argparse
import itertools
import json
import re
from pathlib import Path

from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

# Pages alone, each with ten related ones; nothing but the call differs between the two layouts. A threshold of 0 lets
# every page with a keyword in common into a list, as Kindred looks at them all; `date` is left out, since equal times
# say little of news.
SETTINGS = """\
baseURL = "https://site.example/"
disableKinds = ["taxonomy", "term", "RSS", "sitemap", "home", "section", "404", "robotsTXT"]
timeout = "1h"
buildFuture = true
[related]
threshold = 0
includeNewer = true
[[related.indices]]
name = "keywords"
weight = 100
"""
PAGES = {"with": "first 10 (.Site.RegularPages.Related .)", "without": "first 10 .Site.RegularPages"}
LAYOUT = "<h1>{{ .Title }}</h1>{{ range %s }}<a href='{{ .RelPermalink }}'>{{ .Title }}</a>{{ end }}\n"


def keywords(title):
    """The words of a title that say something: without them Hugo's lists would be nonsense, and slower."""
    words = re.findall(r"\w\w+", title.lower())
    return [word for word in dict.fromkeys(words) if word not in ENGLISH_STOP_WORDS]


def page(article):
    quoted = lambda value: json.dumps(value, ensure_ascii=False)  # noqa: E731 - JSON's strings and lists are YAML's
    front_matter = [
        f"title: {quoted(article['title'])}",
        f"date: {article['publishedDateTime']}",
        f"excerpt: {quoted(article.get('excerpt') or '')}",
        f"keywords: {quoted(keywords(article['title']))}",
    ]
    return "---\n" + "\n".join(front_matter) + "\n---\n"


def make(articles, folder, pages):
    """Writes content/, and the sites with/ and without/ that share it; returns how many pages there are."""
    content = Path(folder, "content")
    content.mkdir(parents=True)
    with open(articles) as lines:
        made = 0
        for line in itertools.islice(lines, pages):
            made += 1
            (content / f"{made:06}.md").write_text(page(json.loads(line)), encoding="utf-8")
    for name, call in PAGES.items():
        site = Path(folder, name)
        (site / "layouts/_default").mkdir(parents=True)
        (site / "layouts/_default/single.html").write_text(LAYOUT % call)
        (site / "hugo.toml").write_text(SETTINGS)
    return made


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles")
    parser.add_argument("folder")
    parser.add_argument("--pages", type=int, default=20_000)
    arguments = parser.parse_args()
    print(make(arguments.articles, arguments.folder, arguments.pages), "pages")
