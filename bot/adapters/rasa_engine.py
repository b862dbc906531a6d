"""Rasa as the dialogue engine: embedded, its actions in process, its tracker part of the turn."""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from rasa.core.actions.action import RemoteAction
from rasa.core.agent import Agent
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.shared.core.events import Event
from rasa.utils.endpoints import ClientResponseError, EndpointConfig
from rasa_sdk import Action
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException

from bot.adapters import asides, relay_watch
from bot.adapters.hearing import Hearing
from bot.adapters.moment import moment_of
from bot.adapters.rasa_nlg import GettextNLG
from bot.adapters.rasa_reader import RasaReader
from bot.adapters.rasa_tracker import TurnTrackerStore
from bot.adapters.wordings import as_choice, catalogues
from bot.domain.errors import DichtbijError
from bot.domain.messages import Reply
from bot.domain.understanding import Understanding
from bot.nlu.parsed import understanding_from
from bot.service import talk
from bot.service.turn import Turn, current_turn

log = logging.getLogger(__name__)


class ModelNotUsable(DichtbijError):
    """There is no trained model that can be loaded: run `make setup`."""


class RulesStuck(DichtbijError):
    """The rules of the talk found no end to a turn."""


class InProcessActions(EndpointConfig):
    """Runs actions in this process instead of over HTTP. An action's failure fails the turn, which is then repeated."""

    def __init__(self, actions: tuple[type[Action], ...]) -> None:
        super().__init__(url="inprocess://actions")
        self._executor = ActionExecutor()
        for action in actions:
            self._executor.register_action(action)

    async def request(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return await self._executor.run(kwargs["json"])
        except ActionExecutionRejection as rejection:
            content = json.dumps({"action_name": rejection.action_name, "error": rejection.message})
            raise ClientResponseError(400, rejection.message, content) from rejection
        except ActionNotFoundException as missing:
            raise ClientResponseError(404, missing.message, missing.action_name) from missing
        except Exception as error:  # Rasa would swallow it and go on without the action's events
            current_turn().failure = error
            raise


class TurnOutput(OutputChannel):
    """Puts what the bot says on the turn."""

    def __init__(self, turn: Turn) -> None:
        self._turn = turn

    @classmethod
    def name(cls) -> str:
        return "turn"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        buttons = tuple(as_choice(button) for button in message.get("buttons") or [])
        voice = (message.get("custom") or {}).get("voice", "bot")
        reply = Reply(message.get("text") or "", self._turn.conversation.language, buttons, voice)
        self._turn.replies.append(reply)


class RasaEngine:
    """The DialogueEngine that Rasa Open Source leads. Loading takes some seconds; do it in the loop that uses it."""

    def __init__(self, model_dir: Path, actions: tuple[type[Action], ...]) -> None:
        _make_rasa_fast()
        self._store = TurnTrackerStore()
        endpoint = InProcessActions(actions)
        self._agent = Agent.load(
            str(model_dir), generator=GettextNLG(), tracker_store=self._store, action_endpoint=endpoint
        )
        if not self._agent.is_ready() or self._agent.processor is None:
            raise ModelNotUsable(f"no usable model in {model_dir}: run `make setup`")
        self._agent.tracker_store._on_tracker_store_error = _reraise
        self._processor = self._agent.processor
        self._hearing = Hearing(RasaReader(self._processor))
        self._processor.on_circuit_break = _stuck

    async def understand(self, text: str, language: str | None = None) -> Understanding:
        with self._hearing.reader.reading():
            return understanding_from(await self._hearing.reader.parse(text, language))

    def picks(self, turn: Turn) -> bool:
        return relay_watch.picks(turn)

    def watches(self, turn: Turn) -> bool:
        return relay_watch.watches(turn)

    def ask_in_doubt(self, turn: Turn) -> None:
        relay_watch.ask_in_doubt(turn, catalogues())

    async def respond(self, turn: Turn) -> None:
        with self._hearing.reader.reading():
            parse_data = await self._hearing.take_in(turn)
        message = UserMessage(
            text=parse_data["text"],
            output_channel=TurnOutput(turn),
            sender_id=turn.conversation.id,
            parse_data=parse_data,
            input_channel=turn.conversation.channel,
        )
        begins, beside = not turn.conversation.dialogue, len(turn.replies)
        await self._processor.handle_message(message)
        if begins and beside:
            turn.replies.insert(0, turn.replies.pop(beside))  # the welcome
        if turn.failure is not None:
            raise turn.failure
        if turn.unkept:
            talk.leave_unwritten(turn)
        dialogue = self._store.take_window()
        if dialogue is not None:
            turn.conversation = replace(turn.conversation, dialogue=dialogue)
        asides.ask_about_danger_alone(turn, form_asks=moment_of(turn).slot is not None)


def _stuck(*_: Any) -> None:
    """Rasa would stop in the middle of its rules and never find the thread again; the turn has to fail."""
    raise RulesStuck("the rules went round in circles")


def _reraise(error: Exception) -> None:
    """Rasa would go on with an empty memory; a turn that can't be stored has to fail."""
    raise error


def _make_rasa_fast() -> None:
    """Leaves out what Rasa does again and again for servers that it does not know.

    It walks all event classes for each event that it loads, and it checks the JSON of each action's answer, and the
    schema of that check, though our actions answer in process: together nine tenths of a turn.
    """
    if not hasattr(Event.resolve_by_type, "cache_info"):
        Event.resolve_by_type = staticmethod(lru_cache(maxsize=None)(Event.resolve_by_type))
        RemoteAction._validate_action_result = lambda _self, _result: True
