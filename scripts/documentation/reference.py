"""The library's reference as plain pages, from the JSON that DocC makes: its own pages need a server and a script."""

import html
import json
import os
import urllib.parse
from pathlib import Path

from layout import Page


def escaped(text):
    return html.escape(text, quote=False)


class Reference:
    def __init__(self, folder):
        self.folder = Path(folder) / "data" / "documentation"
        self.places = {}
        for path in sorted(self.folder.rglob("*.json")):
            name = path.relative_to(self.folder).with_suffix("").as_posix()
            self.places[f"/documentation/{name}"] = f"reference/{name}.html"

    def pages(self):
        for url, place in self.places.items():
            source = self.folder / (url.removeprefix("/documentation/") + ".json")
            yield PageOfReference(self, json.loads(source.read_text(encoding="utf-8")), place).made()


class PageOfReference:
    def __init__(self, reference, source, place):
        self.places, self.source, self.place = reference.places, source, place
        self.references = source.get("references", {})

    def made(self):
        source, metadata = self.source, self.source["metadata"]
        title = metadata["title"]
        out = [self.way(), f'<h1 id="top">{escaped(title)}</h1>']
        if source.get("abstract"):
            out.append(f"<p>{self.inline(source['abstract'])}</p>")
        for section in source.get("primaryContentSections", []):
            out.append(self.section(section))
        for key, heading in [("topicSections", None), ("defaultImplementationsSections", None),
                             ("relationshipsSections", None), ("seeAlsoSections", "See also: ")]:
            for section in source.get(key, []):
                out.append(self.topics(section, heading or ""))
        return Page(self.place, title, "\n".join(out), "Library reference")

    def way(self):
        above = (self.source.get("hierarchy", {}).get("paths") or [[]])[0]
        links = [self.link(each) for each in above]
        return f'<nav class="way" aria-label="Way to this page">{" › ".join(links)}</nav>' if links else ""

    def link(self, identifier, text=None):
        target = self.references.get(identifier, {})
        text = text or escaped(target.get("title", identifier.rsplit("/", 1)[-1]))
        url, _, fragment = target.get("url", "").partition("#")
        if url.startswith(("https://", "http://")):
            return f'<a href="{html.escape(url)}">{text}</a>'
        place = self.places.get(url)
        if place is None:
            return text
        relative = urllib.parse.quote(os.path.relpath(place, os.path.dirname(self.place)))
        return f'<a href="{relative}{"#" + fragment if fragment else ""}">{text}</a>'

    def section(self, section):
        kind = section["kind"]
        if kind == "declarations":
            made = []
            for declaration in section["declarations"]:
                text = "".join(token["text"] for token in declaration["tokens"])
                made.append(f"<pre><code>{escaped(text)}</code></pre>")
            return "".join(made)
        if kind == "parameters":
            rows = "".join(
                f"<dt><code>{escaped(each['name'])}</code></dt><dd>{self.blocks(each['content'])}</dd>"
                for each in section["parameters"]
            )
            return f'<h2 id="parameters">Parameters</h2><dl>{rows}</dl>'
        if kind == "content":
            return self.blocks(section["content"])
        if kind == "mentions":
            links = "".join(f"<li>{self.link(each)}</li>" for each in section["mentions"])
            return f'<h2 id="mentioned-in">Mentioned in</h2><ul>{links}</ul>'
        raise ValueError(f"{self.place}: DocC has a section {kind} that is not shown yet.")

    def topics(self, section, prefix):
        rows = []
        for identifier in section["identifiers"]:
            target = self.references.get(identifier, {})
            abstract = self.inline(target.get("abstract", []))
            rows.append(f"<dt>{self.link(identifier)}</dt><dd>{abstract}</dd>")
        title = escaped(prefix + section.get("title", "Topics"))
        return f"<h2>{title}</h2><dl>{''.join(rows)}</dl>"

    def blocks(self, content):
        return "\n".join(self.block(each) for each in content)

    def block(self, block):
        kind = block["type"]
        if kind == "paragraph":
            return f"<p>{self.inline(block['inlineContent'])}</p>"
        if kind == "heading":
            anchor = html.escape(block["anchor"])
            return f'<h{block["level"]} id="{anchor}">{escaped(block["text"])}</h{block["level"]}>'
        if kind == "codeListing":
            return f"<pre><code>{escaped(chr(10).join(block['code']))}</code></pre>"
        if kind in ("unorderedList", "orderedList"):
            tag = "ul" if kind == "unorderedList" else "ol"
            items = "".join(f"<li>{self.blocks(each['content'])}</li>" for each in block["items"])
            return f"<{tag}>{items}</{tag}>"
        if kind == "termList":
            items = "".join(
                f"<dt>{self.inline(each['term']['inlineContent'])}</dt><dd>{self.blocks(each['definition']['content'])}</dd>"
                for each in block["items"]
            )
            return f"<dl>{items}</dl>"
        if kind == "aside":
            return f'<aside><strong>{escaped(block.get("name", block["style"]))}</strong>{self.blocks(block["content"])}</aside>'
        if kind == "table":
            rows = ""
            for number, row in enumerate(block["rows"]):
                tag = "th" if number == 0 else "td"
                rows += "<tr>" + "".join(f"<{tag}>{self.blocks(cell)}</{tag}>" for cell in row) + "</tr>"
            return f"<table>{rows}</table>"
        if kind == "links":
            return "<ul>" + "".join(f"<li>{self.link(each)}</li>" for each in block["items"]) + "</ul>"
        raise ValueError(f"{self.place}: DocC has a block {kind} that is not shown yet.")

    def inline(self, content):
        out = []
        for each in content:
            kind = each["type"]
            if kind == "text":
                out.append(escaped(each["text"]))
            elif kind == "codeVoice":
                out.append(f"<code>{escaped(each['code'])}</code>")
            elif kind == "reference":
                title = each.get("overridingTitle")
                target = self.references.get(each["identifier"], {})
                text = escaped(title or target.get("title", each["identifier"].rsplit("/", 1)[-1]))
                text = f"<code>{text}</code>" if target.get("kind") == "symbol" else text
                out.append(self.link(each["identifier"], text))
            elif kind in ("emphasis", "newTerm", "strong"):
                tag = "strong" if kind == "strong" else "em"
                out.append(f"<{tag}>{self.inline(each['inlineContent'])}</{tag}>")
            elif kind == "link":
                out.append(f'<a href="{html.escape(each["destination"])}">{escaped(each.get("title", ""))}</a>')
            else:
                raise ValueError(f"{self.place}: DocC has inline content {kind} that is not shown yet.")
        return "".join(out)
