"""Partners in their Telegram group or chat: pressing buttons, and writing by replying."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from bot.channels.telegram.keyboard import Buttons
from bot.channels.telegram.partner import DECLINES, PREFIX
from bot.domain.errors import NotFound
from bot.domain.handover import Handover, Outcome, StepNotPossible
from bot.domain.partners import HandoverAddress, Organization
from bot.service import handovers
from bot.service.photos import Fetch
from bot.service.ports import Cleaner, Clock, Conflict, Copy, Texts, UnfitPhoto, UnitOfWorkFactory

CHANNEL = "telegram"
SEND = "send"
"""What the button does under a message in a topic that was written without replying."""
_TAG = re.compile(r"#([0-9a-f]{8})\b")


@dataclass(frozen=True)
class Spot:
    """Where a partner's message stands: its chat and number, its topic, and what it replies to with its words."""

    chat: str
    message: str
    thread: str = ""
    reply_to: str = ""
    replied_text: str = ""


@dataclass(frozen=True)
class Notice:
    """What a partner is told."""

    text: str
    buttons: Buttons = ()


class PartnerDesk:
    """Does what a partner presses or writes, and says in a few words what came of it."""

    def __init__(self, new_uow: UnitOfWorkFactory, clock: Clock, texts: Texts, clean: Cleaner) -> None:
        self._new_uow = new_uow
        self._clock = clock
        self._texts = texts
        self._clean = clean

    async def organizations_at(self, chat_id: int) -> tuple[Organization, ...]:
        """The organisations whose Telegram address this chat is; partners may share a group."""
        async with self._new_uow() as uow:
            directory = await uow.directory.load()
        wanted = HandoverAddress(CHANNEL, str(chat_id))
        return tuple(each for each in directory.organizations if wanted in each.handover_addresses)

    async def press(self, organizations: tuple[Organization, ...], data: str, spot: Spot) -> tuple[str, bool]:
        """Answers a press on a partner's button, and whether it did anything; a late or second one is told so.

        ``spot`` is that of the message with the button.
        """
        _, what, handover_id = data.split(":", 2)

        async def step() -> None:
            await self._do(await self._owner(organizations, handover_id), what, handover_id, spot)

        failure = await self._tried(organizations, step)
        done = what if what in ("accept", "close", SEND) else "decline"
        return failure or self._say(organizations, f"done.{done}"), not failure

    async def write(
        self, organizations: tuple[Organization, ...], spot: Spot, text: str, update: str, file: Fetch | None = None
    ) -> Notice:
        """Passes a reply on to the resident, once for an ``update``, and tells what came of it.

        In a topic, what replies to nothing may be meant for colleagues: it is passed on at the press of a button.
        """
        handover = await self._handover(organizations, spot)
        if handover is None:
            return Notice(self._say(organizations, "how_to_reply"))
        if not spot.reply_to and file:
            return Notice(self._say(organizations, "how_to_reply"))
        if not spot.reply_to:
            button = self._say(organizations, f"button.{SEND}")
            return Notice(self._say(organizations, "not_sent_yet"), [(button, f"{PREFIX}:{SEND}:{handover.id}")])
        try:
            photos = await self._clean(await file()) if file else ()
        except UnfitPhoto as unfit:
            return Notice(self._say(organizations, f"photo.{unfit.code}"))
        return await self._pass_on(organizations, handover, spot, text, f"{CHANNEL}:{update}", photos=photos)

    async def correct(
        self, organizations: tuple[Organization, ...], spot: Spot, text: str, update: str
    ) -> Notice | None:
        """Passes a changed text on, marked as corrected; None for a message that never went to a resident."""
        handover = await self._at(organizations, spot, spot.message)
        if handover is None:
            return None
        return await self._pass_on(organizations, handover, spot, text, f"{CHANNEL}:{update}", corrected=True)

    async def _pass_on(
        self,
        organizations: tuple[Organization, ...],
        handover: Handover,
        spot: Spot,
        text: str,
        message_id: str,
        *,
        corrected: bool = False,
        photos: Sequence[bytes] = (),
    ) -> Notice:
        async def step() -> None:
            common = (self._new_uow, self._clock, handover.organization_id, handover.id, CHANNEL)
            await handovers.write(*common, text, message_id, corrected=corrected, photos=photos)
            await self._note_own(handover.id, spot, message_id)

        failure = await self._tried(organizations, step)
        return Notice(failure or self._say(organizations, "passed_on_corrected" if corrected else "passed_on"))

    async def _note_own(self, handover_id: str, spot: Spot, relay_id: str) -> None:
        key = f"own:{relay_id}"
        own = Copy(key, handover_id, CHANNEL, spot.chat, spot.message, "own", self._clock(), spot.thread)
        async with self._new_uow() as uow:
            await uow.copies.add(own)
            await uow.commit()

    async def _tried(self, organizations: tuple[Organization, ...], step: Callable[[], Awaitable[Any]]) -> str:
        """Empty if a step was taken, else what to tell."""
        try:
            await step()
        except StepNotPossible as late:
            return self._say(organizations, f"late.{late.state}")
        except Conflict:
            return self._say(organizations, "try_again")
        except NotFound:
            return self._say(organizations, "gone")
        return ""

    async def _owner(self, organizations: tuple[Organization, ...], handover_id: str) -> str:
        async with self._new_uow() as uow:
            owner = (await uow.handovers.get(handover_id)).organization_id
        if owner not in {organization.id for organization in organizations}:
            raise NotFound("no such handover")
        return owner

    async def _do(self, organization_id: str, what: str, handover_id: str, spot: Spot) -> None:
        common = (self._new_uow, self._clock, organization_id, handover_id, CHANNEL)
        if what == "accept":
            await handovers.accept(*common)
        elif what in DECLINES:
            await handovers.decline(*common, DECLINES[what])
        elif what == "close":
            await handovers.close(*common, Outcome.HELPED)
        elif what == SEND and spot.replied_text:
            await handovers.write(*common, spot.replied_text, f"{CHANNEL}:{handover_id}:{spot.reply_to}")
        else:
            raise NotFound("no such button")

    async def _handover(self, organizations: tuple[Organization, ...], spot: Spot) -> Handover | None:
        """The handover that a message is about: by what it replies to, by its topic, or by the mark in the words."""
        for reference in filter(None, (spot.reply_to, spot.thread)):
            handover = await self._at(organizations, spot, reference)
            if handover is not None:
                return handover
        return await self._marked(organizations, spot.replied_text)

    async def _at(self, organizations: tuple[Organization, ...], spot: Spot, reference: str) -> Handover | None:
        """The handover that a known message of this chat is about."""
        async with self._new_uow() as uow:
            copy = await uow.copies.find(CHANNEL, spot.chat, reference)
            if copy is None:
                return None
            with suppress(NotFound):
                handover = await uow.handovers.get(copy.handover_id)
                return handover if handover.organization_id in {each.id for each in organizations} else None
        return None

    async def _marked(self, organizations: tuple[Organization, ...], text: str) -> Handover | None:
        found = _TAG.search(text)
        if found is None:
            return None
        for organization in organizations:
            for handover in await handovers.list_for(self._new_uow, organization.id):
                if handover.id.startswith(found.group(1)):
                    return handover
        return None

    def _say(self, organizations: tuple[Organization, ...], key: str) -> str:
        return self._texts.say(organizations[0].language, f"telegram.{key}")
