"""Vectors of texts by a model that the user names: a spaCy pipeline with vectors, or a sentence model as ONNX.

Optional: the linker does without. Nothing is fetched, and neither format runs code of its own on loading: spaCy's is a
folder with `config.cfg` (components are spaCy's own), a sentence model's is a folder with `tokenizer.json` and
`model.onnx`, there or in `onnx/`, as sentence-transformers publishes them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.errors import NotFoundError, SparbarError
from pipeline.messages import message

Encode = Callable[[Sequence[str]], NDArray[np.float32]]
"""Texts to rows of length 1, or of zeros where a text has no word that the model knows; as many rows as texts."""

_BATCH = 64
_LONGEST = 256  # tokens; a longer passage is told by its beginning


def load_vectors(folder: Path) -> Encode:
    """The model in a folder. Raises NotFoundError when there is none, SparbarError when what reads it is not installed
    or it holds no vectors."""
    if (folder / "config.cfg").is_file():
        return _load_spacy(folder)
    model = next((p for p in (folder / "model.onnx", folder / "onnx" / "model.onnx") if p.is_file()), None)
    if model is not None and (folder / "tokenizer.json").is_file():
        return _load_onnx(model, folder / "tokenizer.json")
    raise NotFoundError(message("vectors.no_model", path=folder))


def _load_spacy(folder: Path) -> Encode:
    try:
        import spacy
    except ImportError as error:
        raise SparbarError(message("vectors.not_installed", path=folder, extra="spacy")) from error
    try:
        language = spacy.load(folder)
    except (OSError, ValueError) as error:
        raise SparbarError(message("vectors.unreadable", path=folder, why=error)) from error
    if not language.vocab.vectors_length:
        raise SparbarError(message("vectors.none_within", path=folder))

    def encode(texts: Sequence[str]) -> NDArray[np.float32]:
        return _at_length_one([np.asarray(language.make_doc(text.lower()).vector) for text in texts])

    return encode


def _load_onnx(model: Path, tokens: Path) -> Encode:
    try:
        from onnxruntime import InferenceSession
        from tokenizers import Tokenizer
    except ImportError as error:
        raise SparbarError(message("vectors.not_installed", path=model, extra="onnx")) from error
    try:
        session = InferenceSession(model, providers=["CPUExecutionProvider"])
        tokenizer = Tokenizer.from_file(str(tokens))
    except Exception as error:  # both raise bare Exception, or classes of their own, for a file that is no model
        raise SparbarError(message("vectors.unreadable", path=model, why=error)) from error
    tokenizer.enable_truncation(_LONGEST)
    tokenizer.enable_padding()
    wanted = {given.name for given in session.get_inputs()}

    def encode(texts: Sequence[str]) -> NDArray[np.float32]:
        rows: list[NDArray[np.float32]] = []
        for start in range(0, len(texts), _BATCH):
            batch = tokenizer.encode_batch(list(texts[start : start + _BATCH]))
            mask = np.array([each.attention_mask for each in batch], dtype=np.int64)
            given: dict[str, Any] = {
                "input_ids": np.array([each.ids for each in batch], dtype=np.int64),
                "attention_mask": mask,
                "token_type_ids": np.zeros_like(mask),
            }
            told = session.run(None, {name: value for name, value in given.items() if name in wanted})[0]
            weights = mask[:, :, None].astype(np.float32)
            rows.extend((told * weights).sum(axis=1) / np.maximum(weights.sum(axis=1), 1))
        return _at_length_one(rows)

    return encode


def _at_length_one(rows: Sequence[NDArray[Any]]) -> NDArray[np.float32]:
    matrix = np.asarray(rows, dtype=np.float32)
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    return (matrix / np.where(lengths > 0, lengths, 1)).astype(np.float32)
