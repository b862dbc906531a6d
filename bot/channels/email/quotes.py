"""What somebody wrote in a mail themselves, without the mail that they answer and their signature.

Each mail of ours begins with MARK, which every program quotes along in whatever language it speaks: what stands above
it is the answer. Cut off is only what is surely no answer; a greeting or a list stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

MARK = "##- Dichtbij -##"
"""The first line of a mail that can be answered."""

_QUOTED = re.compile(r"\s*>")
_RULE = re.compile(r"[_-]{5,}|-+[^-]{3,60}-+")
_FROM = re.compile(r"\W*(from|van|de|von|من)\W*:", re.IGNORECASE)
_SENT = re.compile(
    r"\W*(sent|date|verzonden|datum|envoyé|gesendet|تاريخ الإرسال|التاريخ|تم الإرسال)\W*:", re.IGNORECASE
)
_PHONE = re.compile(
    r"(sent from|verzonden vanaf|verstuurd vanaf|envoyé (de|depuis)|أُ?رسلت? من)\b.{0,40}", re.IGNORECASE
)
_SIGN_IN = "/console/link/"
_WORD = re.compile(r"\S+")
_DATE = re.compile(r"\d{4}|\d\d?[:/.]\d\d")
_ATTRIBUTION_LINES = 3


def own_words(text: str) -> str:
    """The answer alone; empty if there is none. A link to sign in never stays: it is for the partner only."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    lines = _without_signature(_without_header(_without_quote(lines)))
    return _WORD.sub(lambda word: "" if _SIGN_IN in word[0] else word[0], "\n".join(lines)).strip()


def _without_quote(lines: list[str]) -> list[str]:
    at = next((number for number, line in enumerate(lines) if MARK in line), None)
    if at is None:
        end = len(lines)
        while end and (not lines[end - 1].strip() or _QUOTED.match(lines[end - 1])):
            end -= 1
        quoted = any(line.strip() for line in lines[end:])
        return _without_attribution(lines[:end]) if quoted else lines
    above = _without_attribution(lines[:at])
    if not _QUOTED.match(lines[at]):
        return above
    # Some answer below each quoted line; then the answer is what is not quoted.
    return [*above, *(line for line in lines[at:] if not _QUOTED.match(line))]


def _without_attribution(lines: Sequence[str]) -> list[str]:
    """Without "On 23/11/2026 team@partner.example wrote:" at the end, which programs break into up to three lines."""
    kept = _stripped(lines)
    found = [count for count in range(1, _ATTRIBUTION_LINES + 1) if _is_attribution(kept[-count:])]
    if not found:
        return kept
    dated = (count for count in found if _DATE.search(" ".join(kept[-count:])))
    return _stripped(kept[: -next(dated, found[0])])


def _is_attribution(lines: Sequence[str]) -> bool:
    said = " ".join(line.lstrip("> ") for line in lines).strip()
    whole = said.count("<") == said.count(">") and all(line.strip() for line in lines)
    return whole and said.endswith(":") and "@" in said and not _FROM.match(said)


def _without_header(lines: list[str]) -> list[str]:
    """Without the block of From, Sent, To and Subject that Outlook puts above a quoted mail, and what follows it."""
    for number, line in enumerate(lines):
        if _FROM.match(line) and any(_SENT.match(next_) for next_ in lines[number + 1 : number + 3]):
            kept = _stripped(lines[:number])
            return kept[:-1] if kept and _RULE.fullmatch(kept[-1].strip()) else kept
    return lines


def _without_signature(lines: list[str]) -> list[str]:
    """Without what follows "-- " (RFC 3676, 4.3), and the line that a phone adds."""
    end = next((number for number, line in enumerate(lines) if line.rstrip() == "--"), len(lines))
    kept = _stripped(lines[:end])
    return kept[:-1] if kept and _PHONE.match(kept[-1].strip()) else kept


def _stripped(lines: Sequence[str]) -> list[str]:
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    return list(lines[:end])
