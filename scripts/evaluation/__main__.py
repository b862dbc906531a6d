"""``python -m scripts.evaluation [--everyday FOLDER] [--out FILE]``: see the package."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from tqdm import tqdm

from bot.bootstrap import load_engine
from bot.config import Settings
from bot.domain.labels import LANGUAGES
from bot.domain.understanding import Understanding
from bot.nlu.reply_reader import REPLIES
from scripts.evaluation import curve
from scripts.evaluation.measures import (
    Measure,
    Pair,
    Pairs,
    acts,
    badness,
    calibration,
    confusions,
    crisis_kind,
    crisis_precision,
    crisis_recall,
    labels,
    language,
    needs_among_first_three,
    needs_f1,
    replies_precision,
    replies_recall,
    topics_precision,
    topics_recall,
)
from tests.support.held_out import asked_on_the_way, held_out, told_by_the_way

ROOT = Path(__file__).parents[2]
MEASURES: dict[str, Measure] = {
    "needs, micro-F1": needs_f1,
    "needs among the first three": needs_among_first_three,
    "crisis recall": crisis_recall,
    "crisis precision": crisis_precision,
    "kind of crisis": crisis_kind,
    "acts": acts,
    "language": language,
}
WORST = 50
OTHERS = "other"
"""The folder of messages in other languages, whose code is their variety."""
INTRODUCTION = """
Written by `make eval`, not by hand. The messages are those of `tests/nlu`: other people wrote them than the training
messages, from the meaning of the labels alone. Nothing is trained on them.
"""


def main() -> None:
    arguments = _arguments()
    engine = load_engine(Settings.from_environ(os.environ))

    def hear(text: str) -> Understanding:
        return asyncio.run(engine.understand(text))

    pairs, seconds = [], []
    for said in tqdm([each for code in LANGUAGES for each in held_out(code)], desc="exam"):
        start = time.perf_counter()
        pairs.append(Pair(said, hear(said.text)))
        seconds.append(time.perf_counter() - start)
    others = [Pair(said, hear(said.text)) for said in held_out(OTHERS)]
    on_the_way = [Pair(said, hear(said.text)) for code in LANGUAGES for said in asked_on_the_way(code)]
    by_the_way = [Pair(said, hear(said.text)) for code in LANGUAGES for said in told_by_the_way(code)]
    alarms = [_false_alarms(file, hear) for file in sorted(arguments.everyday.glob("everyday_*.jsonl"))]
    arguments.out.write_text(
        "\n".join(_report(pairs, others, on_the_way, by_the_way, statistics.median(seconds), alarms)) + "\n",
        encoding="utf-8",
    )
    print(f"written: {arguments.out}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="measures the understanding")
    parser.add_argument(
        "--everyday", type=Path, default=Path("everyday"), help="folder with everyday_*.jsonl of others"
    )
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "understanding.md")
    return parser.parse_args()


def _false_alarms(file: Path, hear: Any) -> tuple[str, int, float, float]:
    """Name, count, share taken for a crisis, and share of those not near a topic in which a need was heard."""
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    heard = [(row, hear(row["text"])) for row in tqdm(rows, desc=file.stem)]
    plain = [each for row, each in heard if not row.get("near_topic")]
    crises = sum(each.crisis is not None for _, each in heard) / len(heard)
    return file.stem, len(rows), crises, sum(bool(each.needs) for each in plain) / len(plain)


def _report(
    pairs: Pairs,
    others: Pairs,
    on_the_way: Pairs,
    by_the_way: Pairs,
    median: float,
    alarms: Iterable[tuple[str, int, float, float]],
) -> Iterator[str]:
    yield "# Understanding, as measured"
    yield INTRODUCTION
    yield from _table({"all": pairs, **{code: [p for p in pairs if p.said.language == code] for code in LANGUAGES}})
    yield f"\nOne message through the whole pipeline: {median * 1000:.0f} ms (median, on the machine of this report).\n"
    yield "## Varieties\n"
    kinds = sorted({(pair.said.language, pair.said.variety) for pair in pairs if pair.said.variety})
    yield from _table({f"{c} {v}": [p for p in pairs if (p.said.language, p.said.variety) == (c, v)] for c, v in kinds})
    yield from _untrained(others)
    yield from _on_the_way(on_the_way)
    yield from _by_the_way(by_the_way)
    yield from _alarms(list(alarms))
    yield "\n## Needs that are taken for others\n\n| missed | heard instead | times |\n|---|---|---|"
    yield from (f"| {missed} | {wrong} | {count} |" for (missed, wrong), count in confusions(pairs).most_common(20))
    yield "\n## Calibration of the need scores\n\n| mean score | share that is true | number |\n|---|---|---|"
    yield from (f"| {score:.2f} | {true:.2f} | {count} |" for score, true, count in calibration(pairs))
    yield "\n## Learning curve\n\n| training messages | needs, micro-F1 | crisis, average precision |\n|---|---|---|"
    yield from (
        f"| {count} | {f1:.3f} | {precision:.3f} |" for count, f1, precision in curve.points([p.said for p in pairs])
    )
    yield f"\n## The {WORST} worst\n\n| message | is | heard |\n|---|---|---|"
    yield from (_row(pair) for pair in sorted(pairs, key=badness, reverse=True)[:WORST])


def _table(columns: dict[str, Pairs]) -> Iterator[str]:
    yield "| | messages | " + " | ".join(MEASURES) + " |"
    yield "|---" * (2 + len(MEASURES)) + "|"
    for name, pairs in columns.items():
        yield (
            f"| {name} | {len(pairs)} | " + " | ".join(f"{measure(pairs):.3f}" for measure in MEASURES.values()) + " |"
        )


def _untrained(pairs: Pairs) -> Iterator[str]:
    yield "\n## Languages without training messages\n"
    yield "| | messages | needs, micro-F1 | needs among the first three | language |\n|---|---|---|---|---|"
    codes = sorted({pair.said.variety for pair in pairs})
    for name, own in {"all": pairs, **{code: [p for p in pairs if p.said.variety == code] for code in codes}}.items():
        named = sum(pair.heard.language == pair.said.variety for pair in own) / len(own)
        yield f"| {name} | {len(own)} | {needs_f1(own):.3f} | {needs_among_first_three(own):.3f} | {named:.3f} |"


def _on_the_way(pairs: Pairs) -> Iterator[str]:
    yield "\n## What is asked on the way\n\nOf what no topic is heard in, the bot asks for other words.\n"
    yield "| | messages | topics heard | of those heard, right |\n|---|---|---|---|"
    asked = [pair for pair in pairs if pair.said.topic not in REPLIES]
    for name, own in _in_each_language(asked):
        yield f"| {name} | {len(own)} | {topics_recall(own):.3f} | {topics_precision(own):.3f} |"
    yield "\n## What is done with what was just shown\n"
    yield "Orders about the question, a yes to going on, whether something is in it, and that there is no danger. The"
    yield "last column is over all messages of both tables, as if all came where the question is shown.\n"
    yield "| | messages | heard | of those heard, right |\n|---|---|---|---|"
    for name, own in _in_each_language(pairs):
        number = sum(pair.said.topic in REPLIES for pair in own)
        yield f"| {name} | {number} | {replies_recall(own):.3f} | {replies_precision(own):.3f} |"


def _in_each_language(pairs: Pairs) -> Iterator[tuple[str, Pairs]]:
    yield "all", pairs
    for code in LANGUAGES:
        yield code, [pair for pair in pairs if pair.said.language == code]


def _by_the_way(pairs: Pairs) -> Iterator[str]:
    yield "\n## Dangers that are told by the way\n"
    yield (
        "In the middle of something else, and many in dialect (in Arabic also in Latin letters, in French in the "
        "spelling of short messages).\n"
    )
    yield "| | dangers | sure | asked about | not heard | calm messages | sure | asked about |\n|---" + "|---" * 7 + "|"
    of = {code: [pair for pair in pairs if pair.said.language == code] for code in LANGUAGES}
    for name, own in {"all": pairs, **of}.items():
        dangers, calm = ([pair for pair in own if bool(pair.said.crisis) is told] for told in (True, False))
        sure, asked = _heard(dangers)
        wrong, asked_wrongly = _heard(calm)
        missed = len(dangers) - sure - asked
        yield f"| {name} | {len(dangers)} | {sure} | {asked} | {missed} | {len(calm)} | {wrong} | {asked_wrongly} |"


def _heard(pairs: Pairs) -> tuple[int, int]:
    """In how many a danger is sure, and in how many it is asked about."""
    sure = sum(pair.heard.crisis is not None and pair.heard.crisis_sure for pair in pairs)
    return sure, sum(pair.heard.crisis is not None for pair in pairs) - sure


def _alarms(rows: list[tuple[str, int, float, float]]) -> Iterator[str]:
    if rows:
        yield "\n## False alarms on everyday text of others\n\n| | messages | crisis | any need |\n|---|---|---|---|"
        yield from (f"| {name} | {count} | {crises:.2%} | {needs:.2%} |" for name, count, crises, needs in rows)


def _row(pair: Pair) -> str:
    said, heard = pair.said, pair.heard
    is_, was = labels(sorted(said.needs), said.crisis, said.act), labels(heard.needs, heard.crisis, heard.act)
    return f"| {said.text.replace('|', '/')} | {is_} | {was} |"


if __name__ == "__main__":
    main()
