"""What Hugging Face's WordPieceTrainer learns from the words of wordpiece-words.tsv.

    python wordpiece.py     # tokenizers 0.23; writes wordpiece-words.tsv and wordpiece-entries.txt

The words are made up from syllables, with counts that hardly ever tie.
"""

import random
from pathlib import Path

from tokenizers import Tokenizer, models, pre_tokenizers, trainers

HERE = Path(__file__).parent
random.seed(7)
syllables = ["ka", "lo", "mir", "tas", "ven", "zu", "pel", "ost", "ri", "chen", "ü", "da"]
words = {}
while len(words) < 300:
    word = "".join(random.choices(syllables, weights=range(12, 0, -1), k=random.randint(1, 4)))
    words.setdefault(word, random.randint(1, 4000))
(HERE / "wordpiece-words.tsv").write_text("".join(f"{w}\t{c}\n" for w, c in sorted(words.items())), "utf-8")

tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
trainer = trainers.WordPieceTrainer(
    vocab_size=150,
    min_frequency=2,
    limit_alphabet=1000,
    special_tokens=["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"],
    show_progress=False,
)
tokenizer.train_from_iterator((" ".join([w] * c) for w, c in sorted(words.items())), trainer)
(HERE / "wordpiece-entries.txt").write_text("".join(f"{e}\n" for e in sorted(tokenizer.get_vocab())), "utf-8")
