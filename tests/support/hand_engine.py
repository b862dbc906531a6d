"""The dialogue's part played by hand: commands do at once what whole talks lead to."""

from __future__ import annotations

from bot.domain.messages import Reply
from bot.domain.understanding import Understanding
from bot.service import own_handovers, talk
from bot.service.turn import Turn


class HandEngine:
    """A DialogueEngine for tests of what lies around it. ``danger`` is a word that makes it watch."""

    def __init__(self, service_id: str, words: str) -> None:
        self._service_id = service_id
        self.words = words
        self.danger = "gevaar"

    async def understand(self, text: str, language: str | None = None) -> Understanding:
        arabic = any("\u0600" <= letter <= "\u06ff" for letter in text)
        return Understanding("ar" if arabic else language or "nl", 1.0)

    def picks(self, turn: Turn) -> bool:
        return False

    def watches(self, turn: Turn) -> bool:
        return self.danger in turn.incoming.content

    def ask_in_doubt(self, turn: Turn) -> None:
        """Nothing is in doubt here."""

    async def respond(self, turn: Turn) -> None:
        handover = next(reversed(turn.conversation.open_handovers), None)
        match turn.incoming.content:
            case "send":
                talk.hear(turn, self.words)
                own_handovers.send_handover(turn, self._service_id)
            case "take_back" if handover:
                own_handovers.withdraw(turn, handover)
            case "take_back" if ended := turn.conversation.to_take_back:
                own_handovers.withdraw(turn, ended[0])
            case "end" if handover:
                own_handovers.end_relay(turn, handover)
            case "erase":
                own_handovers.erase(turn)
                turn.replies.append(Reply("erased", turn.conversation.language))
            case content:
                turn.replies.append(Reply(f"{turn.incoming.kind}: {content}", turn.conversation.language))
