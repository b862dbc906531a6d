"""`dichtbij chat --jsonl`: the whole flow as a line protocol, in every language."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support.product import ROOT

STORIES = {
    "nl": ("Ik kan mijn huur niet meer betalen en de facturen stapelen zich op", "Veurne"),
    "fr": ("Je n'arrive plus à payer le loyer et les factures s'accumulent", "Furnes"),
    "ar": ("لا أستطيع دفع الإيجار والفواتير كثيرة", "8600"),
    "en": ("I can't pay my rent any more and the bills keep coming", "8900"),
}


async def _chat(requests: list[str], model: Path) -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "bot", "chat", "--jsonl", "--partner-accepts"]
    environ = {**os.environ, "DICHTBIJ_MODEL_DIR": str(model)}
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, env=environ, stdin=pipe, stdout=pipe, stderr=asyncio.subprocess.DEVNULL
    )
    out, _ = await process.communicate("\n".join(requests).encode())
    assert process.returncode == 0
    return [json.loads(line) for line in out.decode().splitlines()]


@pytest.mark.timeout(200)
@pytest.mark.parametrize("language", STORIES)
async def test_from_first_word_to_the_partners_answer(language: str, model: Path) -> None:
    story, place = STORIES[language]
    # right, weighs most, skip, place, comes to my home, mornings, summary right, first partner, no name, send
    steps = [{"user": story}, *[{"button": "1"}] * 3, {"user": place}, *[{"button": "1"}] * 6]
    answers = await _chat([json.dumps(step) for step in steps], model)
    assert len(answers) == len(steps)
    assert {answer["language"] for answer in answers} == {language}
    assert {"money", "housing"} <= set(answers[0]["understood"]["needs"])
    assert all(answer["handover"] is None for answer in answers[:-1])
    last = answers[-1]
    assert last["handover"]["status"] == "in_contact"
    assert last["replies"][-1]["from"] == last["handover"]["partner"]


@pytest.mark.timeout(200)
async def test_lines_that_cannot_be_read(model: Path) -> None:
    answers = await _chat(
        ["nonsense", "[1]", '{"other": 1}', '{"user": "hallo"}', '{"button": "no such button"}'], model
    )
    assert ["error" in answer for answer in answers] == [True, True, True, False, False]
