"""A sentence model small enough to be made for a test."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

WORDS = (
    "parse http request header line body read write file open close save load model user name list draw circle".split()
)


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a sentence-transformers model of two layers and 32 numbers, its weights as a seed made them."""
    if not all(map(find_spec, ("torch", "sentence_transformers"))):
        pytest.skip("the [embed] extra is not installed")
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
    tokenizer = Tokenizer(models.WordLevel({word: at for at, word in enumerate(special + WORDS)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing("[CLS] $A [SEP]", None, [("[CLS]", 2), ("[SEP]", 3)])
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]", sep_token="[SEP]"
    )
    torch.manual_seed(7)
    config = BertConfig(
        vocab_size=len(special) + len(WORDS), hidden_size=32, num_hidden_layers=2, num_attention_heads=2,
        intermediate_size=64, max_position_embeddings=64,
    )  # fmt: skip
    bare = tmp_path_factory.mktemp("bare")
    BertModel(config).save_pretrained(bare)
    fast.save_pretrained(bare)
    folder = tmp_path_factory.mktemp("models") / "tiny"
    transformer = Transformer(str(bare), max_seq_length=32)
    SentenceTransformer(modules=[transformer, Pooling(32)], device="cpu").save(str(folder))
    return folder
