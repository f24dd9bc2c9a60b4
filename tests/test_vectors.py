"""The user's own model of meaning: small ones made here, a spaCy pipeline with vectors and a sentence model as ONNX."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from pipeline.cli import cli
from pipeline.errors import NotFoundError, SparbarError
from pipeline.link.explain import explain_finding
from pipeline.link.features import MEANING
from pipeline.link.scorer import scorer_for
from pipeline.link.vectors import load_vectors
from pipeline.run import BatchOptions, run_batch
from pipeline.store import open_database

# Words of one meaning have one place: what the letters alone cannot tell.
MEANINGS = {
    "avtalstroheten": (1, 0, 0), "köptrohet": (1, 0, 0), "utbildning": (0, 1, 0), "kurs": (0, 1, 0), "jäv": (0, 0, 1),
}  # fmt: skip
REPORT = """Revisionsrapport
Xbergs kommun
2023-05-02

Granskning av inköp

Vi rekommenderar kommunstyrelsen att:

- införa regelbunden mätning av avtalstroheten
- ge utbildning till alla som beställer varor
"""
ANSWER = """Xbergs kommun
Kommunstyrelsen
2023-09-12

Svar på granskning av inköp

Kommunstyrelsen anser att köptrohet kan tas fram varje kvartal med det nya verktyget.

Kommunstyrelsen har låtit sextio medarbetare gå en kurs under våren.
"""


@pytest.fixture(scope="module")
def spacy_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    spacy = pytest.importorskip("spacy")
    language = spacy.blank("sv")
    for word, place in MEANINGS.items():
        language.vocab.set_vector(word, np.array(place, dtype=np.float32))
    folder = tmp_path_factory.mktemp("spacy") / "liten"
    language.to_disk(folder)
    return folder


@pytest.fixture(scope="module")
def sentence_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What sentence-transformers publishes, in small: token ids are looked up in a table of vectors."""
    onnx, tokenizers = pytest.importorskip("onnx"), pytest.importorskip("tokenizers")
    folder = tmp_path_factory.mktemp("onnx") / "liten"
    (folder / "onnx").mkdir(parents=True)
    words = {"[PAD]": 0, "[UNK]": 1, **{word: n for n, word in enumerate(MEANINGS, start=2)}}
    table = np.array([(0, 0, 0), (0, 0, 0), *MEANINGS.values()], dtype=np.float32)
    helper = onnx.helper
    graph = helper.make_graph(
        [helper.make_node("Gather", ["table", "input_ids"], ["last_hidden_state"])],
        "liten",
        [
            helper.make_tensor_value_info(name, onnx.TensorProto.INT64, ["texts", "tokens"])
            for name in ("input_ids", "attention_mask")
        ],
        [helper.make_tensor_value_info("last_hidden_state", onnx.TensorProto.FLOAT, ["texts", "tokens", 3])],
        [onnx.numpy_helper.from_array(table, "table")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    onnx.save(model, folder / "onnx" / "model.onnx")
    tokenizer = tokenizers.Tokenizer(tokenizers.models.WordLevel(words, unk_token="[UNK]"))
    tokenizer.normalizer = tokenizers.normalizers.Lowercase()
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.Whitespace()
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder


@pytest.mark.parametrize("kind", ["spacy_model", "sentence_model"])
def test_words_of_one_meaning_lie_together(kind: str, request: pytest.FixtureRequest) -> None:
    encode = load_vectors(request.getfixturevalue(kind))
    rows = encode(["Köptrohet följs", "avtalstroheten är låg", "en kurs gavs", "ingenting känt", ""])
    assert rows.shape == (5, 3)
    assert rows[0] @ rows[1] == pytest.approx(1)
    assert rows[0] @ rows[2] == pytest.approx(0)
    assert not rows[3].any()
    assert not rows[4].any()


@pytest.mark.parametrize("kind", ["spacy_model", "sentence_model"])
def test_a_database_links_with_the_users_model(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    folder = request.getfixturevalue(kind)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "rapport.txt").write_text(REPORT, encoding="utf-8")
    (tmp_path / "in" / "svar.txt").write_text(ANSWER, encoding="utf-8")
    database = tmp_path / "own.db"
    run_batch([str(tmp_path / "in")], database, BatchOptions(workers=0))
    runner = CliRunner()
    done = runner.invoke(cli, ["train", "--reviews", str(database), "--vectors", str(folder)])
    assert done.exit_code == 0, done.output
    assert "Utan modellen" in done.output
    assert "Med modellen" in done.output
    connection = open_database(database)
    scorer = scorer_for(connection)
    assert scorer.vectors == str(folder.resolve())
    assert scorer.pair.names[-1] == MEANING
    finding = connection.execute("SELECT id FROM findings WHERE quote LIKE '%avtalstroheten%'").fetchone()[0]
    assert explain_finding(connection, finding)
    connection.close()
    again = run_batch([str(tmp_path / "in")], database, BatchOptions(workers=0))
    assert not again.problems
    forgotten = runner.invoke(cli, ["train", "--reviews", str(database), "--forget"])
    assert forgotten.exit_code == 0, forgotten.output
    connection = open_database(database)
    assert scorer_for(connection).vectors is None
    connection.close()


def test_a_folder_without_a_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="ingen språkmodell"):
        load_vectors(tmp_path)


def test_a_broken_model_is_named(sentence_model: Path, tmp_path: Path) -> None:
    (tmp_path / "model.onnx").write_bytes(b"no model")
    (tmp_path / "tokenizer.json").write_bytes((sentence_model / "tokenizer.json").read_bytes())
    with pytest.raises(SparbarError, match="går inte att läsa"):
        load_vectors(tmp_path)
    (tmp_path / "spacy").mkdir()
    (tmp_path / "spacy" / "config.cfg").write_text("nothing", encoding="utf-8")
    with pytest.raises(SparbarError, match="går inte att läsa"):
        load_vectors(tmp_path / "spacy")


def test_a_model_without_vectors_is_told(tmp_path: Path) -> None:
    spacy = pytest.importorskip("spacy")
    spacy.blank("sv").to_disk(tmp_path / "tom")
    with pytest.raises(SparbarError, match="inga ordvektorer"):
        load_vectors(tmp_path / "tom")


def test_what_is_not_installed_is_told(spacy_model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "spacy", None)
    with pytest.raises(SparbarError, match=r"sparbar\[spacy\]"):
        load_vectors(spacy_model)
