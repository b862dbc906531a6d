"""What a change took from a question or put into it, so that it can be undone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from bot.domain.labels import Need
from bot.domain.question import LEFT_OPEN, HelpQuestion


@dataclass(frozen=True)
class Cut:
    """A question ``before`` something in it was changed or left out, and ``after``."""

    before: HelpQuestion
    after: HelpQuestion

    def undone(self, question: HelpQuestion) -> HelpQuestion:
        """``question`` without this change; what was told or changed since stays."""
        needs = self._needs(question)
        lines: dict[str, Any] = {}
        for fields in (each for line, each in LEFT_OPEN.items() if line not in ("words", "needs")):
            if all(getattr(question, field) == getattr(self.after, field) for field in fields):
                lines |= {field: getattr(self.before, field) for field in fields}
        return replace(
            question,
            words=self._words(question),
            needs=needs,
            not_about=tuple(need for need in question.not_about if need not in needs),
            told_in_danger=tuple(dict.fromkeys((*question.told_in_danger, *self.before.told_in_danger))),
            **lines,
        )

    def _needs(self, question: HelpQuestion) -> tuple[Need, ...]:
        if question.needs == self.after.needs:
            return self.before.needs
        gone = (need for need in self.before.needs if need not in (*self.after.needs, *question.needs))
        brought = [need for need in self.after.needs if need not in self.before.needs]
        return (*(need for need in question.needs if need not in brought), *gone)

    def _words(self, question: HelpQuestion) -> str:
        if question.words == self.after.words:
            return self.before.words
        told, stayed = question.told_sentences, self.after.told_sentences
        back = [each for each in self.before.told_sentences if each in told or each not in stayed]
        return "\n".join([*back, *(each for each in told if each not in back)])
