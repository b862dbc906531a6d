"""Rasa's answers as texts of the catalogues, in the conversation's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.adapters.wordings import catalogues, next_wording
from bot.service.turn import turn_or_standalone


class GettextNLG(NaturalLanguageGenerator):
    """Turns ``utter_*`` responses and the message keys that actions name into words.

    A response's text is its key; keyword arguments of ``utter_message`` are the text's values.
    ``choices`` are buttons (not ``buttons``, which Rasa would add a second time), each with a ``title``, which is a key
    or {"text": what is said as it is}, a ``payload`` such as /intent{...}, and ``values`` for the title.
    """

    def __init__(self, endpoint_config: EndpointConfig | None = None, domain: Domain | None = None) -> None:
        self._texts = catalogues()

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> dict[str, Any] | None:
        turn = turn_or_standalone(tracker.sender_id)
        language = turn.conversation.language
        buttons = kwargs.pop("choices", ())
        key = next_wording(self._texts, turn, utter_action)
        values = {name: value for name, value in kwargs.items() if name not in _RASA_FIELDS}
        return {
            "text": self._texts.say(language, key, **values),
            "buttons": [self._button(language, button) for button in buttons],
            "custom": {"voice": kwargs.get("voice", "bot")},
        }

    def _button(self, language: str, button: Mapping[str, Any]) -> dict[str, Any]:
        title = button["title"]
        label = (
            title["text"]
            if isinstance(title, Mapping)
            else self._texts.say(language, title, **button.get("values", {}))
        )
        return {"title": label, "payload": button["payload"], "standing": button.get("standing", False)}


_RASA_FIELDS = frozenset(
    {"attachment", "custom", "elements", "image", "template", "response", "text", "domain_responses", "voice"}
)
