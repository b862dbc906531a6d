"""A window on Rasa's own record of a talk, kept with the conversation and saved in the turn's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, BotUttered, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.service.turn import current_turn

WINDOW_TURNS = 4
"""Turns of the resident that Rasa sees again; no rule looks further back than its own turn."""


class TurnTrackerStore(TrackerStore):
    """Reads the tracker from the current turn's conversation and leaves the changed one there.

    What lies before the window is kept as the slots and the active loop that it led to, so the cost of a turn
    does not grow with the talk (Rasa's own stores load everything: RasaHQ/rasa 6334).
    """

    def __init__(self, domain: Domain | None = None) -> None:
        super().__init__(domain or Domain.empty(), None)
        self._changed: DialogueStateTracker | None = None

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        stored: Mapping[str, Any] = current_turn().conversation.dialogue
        if not stored:
            return None
        return DialogueStateTracker.from_dict(sender_id, list(stored["events"]), self.domain.slots)

    async def save(self, tracker: DialogueStateTracker) -> None:
        self._changed = tracker

    async def retrieve_full_tracker(self, conversation_id: str) -> DialogueStateTracker | None:
        return await self.retrieve(conversation_id)

    async def keys(self) -> Iterable[str]:
        return [current_turn().conversation.id]

    def take_window(self) -> Mapping[str, Any] | None:
        """The window of what was saved since the last call; None if nothing was."""
        tracker, self._changed = self._changed, None
        if tracker is None:
            return None
        return {"events": [event.as_dict() for event in window(tracker)]}


def window(tracker: DialogueStateTracker, turns: int = WINDOW_TURNS) -> list[Event]:
    """The last ``turns`` user turns, after a preamble that carries the slots and the loop from before them.

    What the bot said is left out: no rule looks at it, and the outbox has it.
    """
    events = [event for event in tracker.applied_events() if not isinstance(event, BotUttered)]
    starts = [index for index, event in enumerate(events) if isinstance(event, UserUttered)]
    if len(starts) <= turns:
        return events
    cut = starts[-turns]
    return [*_preamble(events[:cut]), *events[cut:]]


def _preamble(events: list[Event]) -> list[Event]:
    slots: dict[str, Any] = {}
    loop: str | None = None
    for event in events:
        if isinstance(event, SlotSet):
            slots[event.key] = event.value
        elif isinstance(event, ActiveLoop):
            loop = event.name
    carried: list[Event] = [SlotSet(key, value) for key, value in slots.items() if value is not None]
    if loop:
        carried.insert(0, ActiveLoop(loop))
    return [*carried, ActionExecuted(ACTION_LISTEN_NAME)]
