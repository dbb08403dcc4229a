"""A page for each command, of what the built command says of itself, read as scripts/make-man-pages reads it."""

import html
import json
import re
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

from layout import Page

sys.dont_write_bytecode = True
loader = SourceFileLoader("manual", str(Path(__file__).parent.parent / "make-man-pages"))
manual = module_from_spec(spec_from_loader("manual", loader))
loader.exec_module(manual)


def marked(text):
    """Text with what stands between backticks as code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(text, quote=False))


def discussion(text):
    """The paragraphs of a discussion, and its parts, whose headings are lines of capitals."""
    out = []
    for block in re.split(r"\n\s*\n", (text or "").strip("\n")):
        lines = block.split("\n")
        if re.fullmatch(r"[A-Z][A-Z ]+", lines[0]):
            title = lines.pop(0).capitalize()
            out.append(f'<h2 id="{title.lower().replace(" ", "-")}">{title}</h2>')
        if lines and all(each.startswith(" ") for each in lines):
            indent = min(len(each) - len(each.lstrip()) for each in lines)
            shown = "\n".join(each[indent:] for each in lines)
            out.append(f"<pre><code>{html.escape(shown, quote=False)}</code></pre>")
        elif any(lines):
            out.append(f"<p>{marked(' '.join(lines))}</p>")
    return "\n".join(out)


def entry(argument):
    value = f"&lt;{html.escape(argument['valueName'])}&gt;"
    if argument["kind"] == "positional":
        name, anchor = value, ""
    else:
        names = manual.names(argument)
        name = ", ".join(f"<code>{html.escape(each)}</code>" for each in names)
        name += f" {value}" if argument["kind"] == "option" else ""
        anchor = f' id="option-{max(names, key=len).lstrip("-")}"'
    abstract, more = argument.get("abstract", ""), argument.get("discussion", "")
    told = [abstract]
    if argument.get("allValues"):
        told.append(f"One of {', '.join(argument['allValues'])}.")
    if argument.get("defaultValue") and "Default:" not in abstract + more:
        told.append(f"Default: {argument['defaultValue']}.")
    return f'<dt{anchor}>{name}</dt><dd>{marked(" ".join(filter(None, [*told, more])))}</dd>'


def page(command, path):
    shown = [each for each in command.get("arguments", []) if each["shouldDisplay"]]
    children = manual.subcommands(command)
    usage = [" ".join(path)]
    usage += ["[options]"] if any(each["kind"] != "positional" for each in shown) else []
    for each in shown:
        if each["kind"] == "positional":
            value = f"<{each['valueName']}>" + (" ..." if each["isRepeating"] else "")
            usage.append(f"[{value}]" if each["isOptional"] else value)
        elif each["kind"] == "option" and not each["isOptional"]:
            usage.append(f"{manual.names(each)[0]} <{each['valueName']}>")
    usage += ["<command>"] if children else []
    title = " ".join(path)
    body = [f'<h1 id="top">{title}</h1>', f"<p>{marked(command.get('abstract', ''))}</p>"]
    body.append(f"<pre><code>{html.escape(' '.join(usage), quote=False)}</code></pre>")
    body.append(discussion(command.get("discussion")))
    if children:
        body.append('<h2 id="commands">Commands</h2><dl>')
        for each in children:
            name = [*path, each["commandName"]]
            link = f'<a href="{"-".join(name)}.html">{" ".join(name)}</a>'
            body.append(f"<dt>{link}</dt><dd>{marked(each.get('abstract', ''))}</dd>")
        body.append("</dl>")
    for heading, positional in [("Arguments", True), ("Options", False)]:
        group = [each for each in shown if (each["kind"] == "positional") == positional]
        for section in manual.sections(group):
            title_of_section = (section or heading).capitalize()
            entries = [entry(each) for each in group if each.get("sectionTitle") == section]
            if entries:
                anchor = re.sub(r"[^\w-]", "-", title_of_section.lower())
                body.append(f'<h2 id="{anchor}">{title_of_section}</h2><dl>{"".join(entries)}</dl>')
    if len(path) > 1:
        above = path[:-1]
        body.append(f'<p>Part of <a href="{"-".join(above)}.html">{" ".join(above)}</a>.</p>')
    return Page(f"commands/{'-'.join(path)}.html", title, "\n".join(body))


def pages(program):
    dump = subprocess.run([program, "--experimental-dump-help"], check=True, capture_output=True, encoding="utf-8")

    def below(command, parents):
        path = [*parents, command["commandName"]]
        yield page(command, path)
        for each in manual.subcommands(command):
            yield from below(each, path)

    yield from below(json.loads(dump.stdout)["command"], [])
