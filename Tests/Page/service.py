"""The service whose page is tested, and the articles that the tests put into its archive.

KINDRED_URL is the service's address and KINDRED_TOKEN a token that may change articles. KINDRED_FILE is a Markdown file
that the service, started with --write-files, may write; its id is its name.
"""

import json
import os
import pathlib
import urllib.parse
import urllib.request

URL = os.environ.get("KINDRED_URL", "").rstrip("/")
TOKEN = os.environ.get("KINDRED_TOKEN", "")
FILE = pathlib.Path(os.environ.get("KINDRED_FILE", ""))

LONG = "\n".join(
    f"The river gauge at Norderbach stood at {cm} centimetres when the night shift began, and the fire brigade "
    f"carried sandbags to the dikes of the Glimmer until the morning came and the rain grew weaker."
    for cm in range(410, 490, 10)
)


def article(name, title, date, **more):
    return {"id": f"page-test/{name}", "title": title, "publishedDateTime": date, "language": "en", **more}


# Their names occur nowhere else, so that they are near to each other in an archive of whatever articles.
ARTICLES = [
    article("dikes", "Glimmer flood: the dikes of Norderbach hold", "2022-01-03T08:00:00Z", body=LONG,
            excerpt="Firefighters carry sandbags along the river Glimmer.", topics=["floods"],
            provider={"name": "Norderbach Post"}, webUrl="https://post.example/dikes"),
    article("damage", "Norderbach counts the damage after the Glimmer flood", "2022-01-05",
            excerpt="Cellars are full of mud, and the river Glimmer has taken a bridge.",
            provider={"name": "Glimmer Herald"}, webUrl="https://herald.example/damage"),
    article("why", "Why the Glimmer flood came so quickly to Norderbach", "2022-01-20",
            excerpt="Rain on frozen ground filled the river Glimmer within hours."),
    article("bridge", "A new bridge for Norderbach after the Glimmer flood", "2022-03-20",
            excerpt="Volunteers rebuild what the river Glimmer took away."),
    article("hostile", "Glimmer flood <img src=x onerror=document.title='taken'> of Norderbach <b>mapped</b>",
            "2022-01-06", excerpt="<script>document.title='taken'</script> The Norderbach flood in maps.",
            webUrl="javascript:document.title='taken'"),
    article("draft", "Draft on the Glimmer flood of Norderbach", "2022-01-04", published=False),
    article("hochwasser", "Hochwasser am Glimmerbach: Feuerwehr rettet Café in Norderbach", "2022-01-03",
            language="de", excerpt="Die Feuerwehren pumpen Keller leer."),
    article("keller", "Nach dem Hochwasser am Glimmerbach: Feuerwehrleute pumpen Cafés leer", "2022-01-04",
            language="de", excerpt="In Norderbach stehen noch Keller unter Wasser."),
    article("alone", "Quixotic zeppelin crocheting", "2022-01-03", excerpt="Yarn for airships."),
]


def path(article_id):
    return "/v1/articles/" + urllib.parse.quote(article_id, safe="")


def ask(method, where, body=None, kind="application/json"):
    """The answer's text."""
    request = urllib.request.Request(URL + where, method=method)
    if body is not None:
        request.add_header("Authorization", f"Bearer {TOKEN}")
        request.add_header("Content-Type", kind)
        request.data = body.encode()
    with urllib.request.urlopen(request, timeout=300) as response:
        return response.read().decode()


def stored(name):
    return json.loads(ask("GET", path(f"page-test/{name}")))


def put(changed):
    ask("PUT", path(changed["id"]), json.dumps(changed))


def judged():
    """What is judged: labels by pair."""
    lines = ask("GET", "/v1/judgements").splitlines()[1:]
    return {(query, document): label for query, document, label in (line.split("\t") for line in lines)}


def forget_judgements():
    for query, document in judged():
        ask("DELETE", "/v1/judgements/" + "/".join(urllib.parse.quote(one, safe="") for one in [query, document]), "")


def bulk(lines):
    answers = ask("POST", "/v1/articles:bulk", "\n".join(map(json.dumps, lines)), "application/x-ndjson")
    assert json.loads(answers.splitlines()[-1])["failed"] == 0, answers


def put_articles():
    """Makes the archive have the articles as they stand here."""
    bulk(ARTICLES)


def put_back(name):
    """Makes one article as it stands here, where it is another."""
    [wanted] = [one for one in ARTICLES if one["id"] == f"page-test/{name}"]
    if stored(name) != wanted:
        put(wanted)


def remove_articles():
    bulk([{"_delete": one["id"]} for one in ARTICLES])
