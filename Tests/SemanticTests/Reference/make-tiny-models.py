#!/usr/bin/env python3
"""Makes tiny/: models of a few kilobytes with random weights, and the vectors that the original software gives them.

    python3 -m venv /tmp/reference
    /tmp/reference/bin/pip install sentence-transformers==6.2.0 transformers==5.23.0 torch==2.13.0 model2vec==0.10.0
    /tmp/reference/bin/python Tests/SemanticTests/Reference/make-tiny-models.py

Each folder holds a model as sentence-transformers (or model2vec) saves it, and reference.json: texts with their vectors,
computed in float32 by that software from the very files of the folder. Nothing here was trained: weights are seeded noise,
large enough that leaving out a bias, a layer or a scale turns the vectors visibly. Sizes are no multiples of vector
registers on purpose.
"""
import json
import pathlib
import shutil
import tempfile

import model2vec
import numpy
import sentence_transformers
import torch
import transformers
from safetensors.torch import load_file, save_file
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Dense, Normalize, Pooling, Transformer
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
from transformers import BertConfig, BertModel, BertTokenizer, PreTrainedTokenizerFast, XLMRobertaConfig, XLMRobertaModel

assert sentence_transformers.__version__ == "6.2.0", sentence_transformers.__version__
assert transformers.__version__ == "5.23.0", transformers.__version__
assert torch.__version__.startswith("2.13.0"), torch.__version__
assert model2vec.__version__ == "0.10.0", model2vec.__version__
FOLDER = pathlib.Path(__file__).resolve().parent / "tiny"

VOCABULARY = """[PAD] [UNK] [CLS] [SEP] [MASK] . , ! ? ' - : / the a of and in on to is was river bank money rain garden bread
wheat ship harbour train station city night wind grey old new small great bak ##er ##ery ##ing ##s ##ed run ##ning jump
storm sea fish tax vote court law game goal song über ##schrift 雨 ü 1 2 ##0""".split()

TEXTS = [
    "",
    "the river was grey and the bank was old",
    "A bank of money!",
    "Baker, bakery, baking: bread & wheat",
    "running ships jumped",
    "zzyzx qwertz",
    "a zzyzx in the harbour",
    "雨雨 Über Überschrift",
    "😀 1200 . . !",
    "[MASK] [SEP] the [unused]",
    "rain on the sea",
    "the old ship and the new train and the small fish and the great storm and the court of law and the song of the wind",
]


def scatter(module, seed):
    """Fills weights with seeded noise: around 1 in the scales of layer norms, around 0 elsewhere."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, parameter in module.named_parameters():
            noise = torch.randn(parameter.shape, generator=generator)
            parameter.copy_(1 + 0.2 * noise if name.endswith("LayerNorm.weight") else 0.4 * noise)


def make(name, seed, pooling="mean", dense=0, prompt="", tokens=16, dtype=None, prefix="", wordlist=True, **sizes):
    folder = FOLDER / name
    bert = BertModel(
        BertConfig(vocab_size=len(VOCABULARY), num_hidden_layers=2, hidden_dropout_prob=0, **sizes), add_pooling_layer=False
    )
    scatter(bert, seed)
    with tempfile.TemporaryDirectory() as scratch:
        words = pathlib.Path(scratch) / "vocab.txt"
        words.write_text("".join(word + "\n" for word in VOCABULARY))
        # The reader of word lists is that of transformers, so that its settings are BERT's own.
        BertTokenizer(vocab=str(words)).save_pretrained(scratch)
        bert.save_pretrained(scratch)
        modules = [Transformer(scratch, max_seq_length=tokens), Pooling(sizes["hidden_size"], pooling)]
        if dense:
            modules.append(Dense(sizes["hidden_size"], dense))
            scatter(modules[-1], seed + 1)
        modules.append(Normalize())
        prompts = {"prompts": {"passage": prompt}, "default_prompt_name": "passage"} if prompt else {}
        SentenceTransformer(modules=modules, device="cpu", **prompts).save_pretrained(str(folder), create_model_card=False)
        if wordlist:
            shutil.copy(words, folder)
            (folder / "tokenizer.json").unlink()

    weights = folder / "model.safetensors"
    tensors = {prefix + key: value.to(dtype or value.dtype) for key, value in load_file(weights).items()}
    save_file(tensors, weights, {"format": "pt"})
    model = SentenceTransformer(str(folder), device="cpu", model_kwargs={"dtype": torch.float32})
    loaded = dict(model[0].named_parameters())
    for key, value in tensors.items():  # transformers starts at random what it does not find
        found = next(v for k, v in loaded.items() if k.endswith(key.removeprefix(prefix)))
        assert torch.equal(found, value.float()), key
    write(folder, model.encode(TEXTS, batch_size=1))


def make_roberta():
    """XLM-R's kind: its tokenizer (make-unigram.py's), positions that begin behind that of padding."""
    folder = FOLDER / "roberta"
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_file=str(FOLDER.parent / "unigram/like-xlmr/tokenizer.json"), bos_token="<s>", eos_token="</s>", unk_token="<unk>",
        pad_token="<pad>", cls_token="<s>", sep_token="</s>", mask_token="<mask>")
    sizes = dict(hidden_size=16, num_attention_heads=4, intermediate_size=24, max_position_embeddings=16, type_vocab_size=1)
    encoder = XLMRobertaModel(
        XLMRobertaConfig(vocab_size=len(tokenizer) + 5, num_hidden_layers=2, hidden_dropout_prob=0, pad_token_id=1, **sizes),
        add_pooling_layer=False)
    scatter(encoder, 5)
    with tempfile.TemporaryDirectory() as scratch:
        tokenizer.save_pretrained(scratch)
        encoder.save_pretrained(scratch)
        modules = [Transformer(scratch, max_seq_length=14), Pooling(sizes["hidden_size"], "mean"), Normalize()]
        SentenceTransformer(
            modules=modules, device="cpu", prompts={"query": "ва: ", "passage": "да: "}, default_prompt_name="query",
        ).save_pretrained(str(folder), create_model_card=False)
    model = SentenceTransformer(str(folder), device="cpu", model_kwargs={"dtype": torch.float32})
    texts = TEXTS[:2] + [
        "абв где", "日本 東京タワー", "unknown ☃ and 😀", "a <mask> b", "가나 다라", "かがガｶﾞ", "a <pad> b", "ابتد", "กข คง", "word " * 30]
    write(folder, model.encode(texts, batch_size=1), texts)


def make_static():
    folder = FOLDER / "static"
    tokenizer = Tokenizer(
        models.WordPiece({word: i for i, word in enumerate(VOCABULARY)}, unk_token="[UNK]", max_input_chars_per_word=100)
    )
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    tokenizer.add_special_tokens(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"])
    vectors = numpy.random.default_rng(7).normal(size=(len(VOCABULARY), 14)).astype(numpy.float32)
    model2vec.StaticModel(vectors, tokenizer, {"model_type": "model2vec"}, normalize=True, max_length=16).save_pretrained(folder)
    (folder / "README.md").unlink(missing_ok=True)
    (folder / "modules.json").unlink()  # of no use to model2vec
    # model2vec also cuts texts by characters, which Kindred does not: a long text of short tokens is cut the same by both.
    texts = TEXTS[:-1] + ["a 1 2 " * 8]
    write(folder, model2vec.StaticModel.from_pretrained(folder).encode(texts), texts)


def write(folder, vectors, texts=TEXTS):
    assert vectors.dtype == numpy.float32 and numpy.isfinite(vectors).all()
    lines = [json.dumps({"text": t, "vector": [round(float(x), 7) for x in v]}, ensure_ascii=False) for t, v in zip(texts, vectors)]
    (folder / "reference.json").write_text("[\n" + ",\n".join(lines) + "\n]\n")
    print(folder.name, vectors.shape, sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()))


if __name__ == "__main__":
    shutil.rmtree(FOLDER, ignore_errors=True)
    make("mean-bf16", 1, dtype=torch.bfloat16, wordlist=False, hidden_size=16, num_attention_heads=4, intermediate_size=32,
         max_position_embeddings=16)
    make("cls-f16", 2, pooling="cls", dtype=torch.float16, hidden_size=12, num_attention_heads=4, intermediate_size=28,
         max_position_embeddings=16, type_vocab_size=1, layer_norm_eps=1e-5)
    make("dense-prefixed", 3, dense=10, prefix="bert.", tokens=12, hidden_size=18, num_attention_heads=3,
         intermediate_size=30, max_position_embeddings=16)
    make("prompted", 4, prompt="the old song: ", hidden_size=16, num_attention_heads=2, intermediate_size=24,
         max_position_embeddings=14)
    make_roberta()
    make_static()
