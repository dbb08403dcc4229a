"""Services as people build them for the same questions, under the addresses of kindred-server, so that load.py asks all
of them alike.

    python3 Benchmarks/Service/peers.py tantivy|qdrant ARTICLES.jsonl FOLDER --port 8438

tantivy: BM25 and its "more like this" over title and excerpt. qdrant: the client's local mode, which compares with every
vector, in memory, since it stores some fifty articles a second in a folder; vectors are hashed words projected to 384
numbers, which costs less than any embedding model. Both behind Starlette and uvicorn. Neither says which other lists
have changed, nor leaves out copies.
"""

import argparse
import json
import threading
import uuid
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route

LIMIT = 4


class Tantivy:
    def __init__(self, articles, folder):
        import tantivy

        self.tantivy = tantivy
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("id", stored=True, tokenizer_name="raw")
        for name in ("title", "excerpt"):
            builder.add_text_field(name, stored=True, tokenizer_name="en_stem")
        self.index = tantivy.Index(builder.build(), path=str(folder))
        self.writer = self.index.writer(heap_size=100_000_000)
        self.lock = threading.Lock()
        for article in articles:
            self.writer.add_document(self.document(article))
        self.writer.commit()
        self.index.reload()

    def document(self, article):
        return self.tantivy.Document(
            id=[article["id"]], title=[article["title"]], excerpt=[article.get("excerpt") or ""]
        )

    def shown(self, searcher, query, own=None):
        hits = searcher.search(query, LIMIT + 1).hits
        found = [(score, searcher.doc(address)) for score, address in hits]
        entries = [{"id": d["id"][0], "title": d["title"][0], "score": s} for s, d in found if d["id"][0] != own]
        return entries[:LIMIT]

    def related(self, id):
        searcher = self.index.searcher()
        known = self.tantivy.Query.term_query(self.index.schema, "id", id)
        hits = searcher.search(known, 1).hits
        if not hits:
            return None
        alike = self.tantivy.Query.more_like_this_query(hits[0][1], min_doc_frequency=2, min_term_frequency=1)
        return self.shown(searcher, alike, own=id)

    def similar(self, text):
        # Capitals may be operators.
        words = "".join(letter if letter.isalnum() else " " for letter in text.lower())
        return self.shown(self.index.searcher(), self.index.parse_query(words or "none", ["title", "excerpt"]))

    def put(self, article):
        with self.lock:
            self.writer.delete_documents_by_term("id", article["id"])
            self.writer.add_document(self.document(article))
            self.writer.commit()
            self.index.reload()
        return self.related(article["id"])


class Qdrant:
    def __init__(self, articles, folder):
        from qdrant_client import QdrantClient, models
        from sklearn.feature_extraction.text import HashingVectorizer
        from sklearn.random_projection import GaussianRandomProjection

        self.models = models
        self.words = HashingVectorizer(n_features=1 << 14, stop_words="english")
        self.projection = GaussianRandomProjection(384, random_state=1).fit(self.words.transform(["a b c"]))
        self.client = QdrantClient(":memory:")
        self.lock = threading.Lock()
        vectors = models.VectorParams(size=384, distance=models.Distance.COSINE)
        self.client.create_collection("articles", vectors_config=vectors)
        for start in range(0, len(articles), 1000):
            part = articles[start : start + 1000]
            vectors = self.vectors([self.text(article) for article in part])
            self.client.upsert("articles", [self.point(a, v) for a, v in zip(part, vectors)])

    @staticmethod
    def text(article):
        return article["title"] + " " + (article.get("excerpt") or "")

    @staticmethod
    def key(id):
        return str(uuid.uuid5(uuid.NAMESPACE_URL, id))

    def vectors(self, texts):
        return self.projection.transform(self.words.transform(texts)).tolist()

    def point(self, article, vector):
        payload = {"id": article["id"], "title": article["title"]}
        return self.models.PointStruct(id=self.key(article["id"]), vector=vector, payload=payload)

    def shown(self, query):
        # The client's local mode is not made for several threads.
        with self.lock:
            points = self.client.query_points("articles", query=query, limit=LIMIT).points
        return [{**point.payload, "score": point.score} for point in points]

    def related(self, id):
        return self.shown(self.key(id))

    def similar(self, text):
        return self.shown(self.vectors([text])[0])

    def put(self, article):
        vector = self.vectors([self.text(article)])[0]
        with self.lock:
            self.client.upsert("articles", [self.point(article, vector)])
        return self.related(article["id"])


def application(engine):
    def related(request):
        entries = engine.related(request.path_params["id"])
        return JSONResponse({"related": entries}, status_code=200 if entries is not None else 404)

    def search(request):
        return JSONResponse({"related": engine.similar(request.query_params["q"])})

    async def ask(request):
        body = await request.json()
        return JSONResponse({"related": engine.similar(body["text"])})

    async def put(request):
        article = {**await request.json(), "id": request.path_params["id"]}
        return JSONResponse({"related": engine.put(article)}, status_code=201)

    return Starlette(
        routes=[
            Route("/readyz", lambda request: JSONResponse({})),
            Route("/v1/articles/{id:path}/related", related),
            Route("/v1/articles/{id:path}", put, methods=["PUT"]),
            Route("/v1/search", search),
            Route("/v1/related", ask, methods=["POST"]),
        ]
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("engine", choices=["tantivy", "qdrant"])
    parser.add_argument("articles")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--port", type=int, default=8438)
    options = parser.parse_args()
    with open(options.articles, encoding="utf-8") as file:
        articles = [json.loads(line) for line in file]
    options.folder.mkdir(parents=True, exist_ok=True)
    engine = {"tantivy": Tantivy, "qdrant": Qdrant}[options.engine](articles, options.folder)
    uvicorn.run(application(engine), host="127.0.0.1", port=options.port, log_level="warning", access_log=False)


if __name__ == "__main__":
    main()
