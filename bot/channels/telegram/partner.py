"""Partners in their Telegram group or chat: handovers with buttons, and writing by replying."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bot.domain.errors import NotFound
from bot.domain.handover import DeclineReason, Handover, Outcome, StepNotPossible
from bot.domain.partners import HandoverAddress, Organization
from bot.service import handovers
from bot.service.ports import Clock, Conflict, Texts, UnitOfWorkFactory
from bot.service.wording import lines, shared_line

PREFIX = "p"
"""First part of a partner button's data: ``p:what:handover id``, at most 64 bytes."""
TAG_LENGTH = 8
_TAG = re.compile(r"#([0-9a-f]{8})\b")
DECLINES = {f"no_{reason.value}": reason for reason in DeclineReason}
_DECIDE = ("accept", *DECLINES)


def tag(handover_id: str) -> str:
    """The mark in each message about a handover, by which a reply finds its way."""
    return f"#{handover_id[:TAG_LENGTH]}"


async def partner_message(
    new_uow: UnitOfWorkFactory, texts: Texts, body: Mapping[str, Any]
) -> tuple[str, list[tuple[str, str]]]:
    """The text and buttons of a message to a partner; a handover shows the fields that the resident agreed to."""
    language, handover_id = body["language"], body["handover_id"]
    mark = tag(handover_id)
    if body["kind"] == "relay":
        return f"{body['text']}\n\n{texts.say(language, 'telegram.reply_here')} {mark}", _close_buttons(
            texts, language, handover_id
        )
    if body["kind"] == "aftercare":
        return f"{texts.say(language, 'console.event.helped.' + body['helped'])} {mark}", []
    if body["kind"] == "reminder":
        return f"{texts.say(language, 'telegram.reminder')} {mark}", _decide_buttons(texts, language, handover_id)
    if body["kind"] != "handover":
        return f"{texts.say(language, 'telegram.' + body['kind'], **body.get('values', {}))} {mark}", []
    view = await handovers.view(new_uow, body["organization_id"], handover_id)
    shown = lines([shared_line(field, value) for field, value in view.handover.shared.items()])
    text = texts.say(language, "telegram.handover", lines=shown, service=view.service.name if view.service else "")
    return f"{text}\n\n{mark}", _decide_buttons(texts, language, handover_id)


def _decide_buttons(texts: Texts, language: str, handover_id: str) -> list[tuple[str, str]]:
    return [(texts.say(language, f"telegram.button.{what}"), f"{PREFIX}:{what}:{handover_id}") for what in _DECIDE]


def _close_buttons(texts: Texts, language: str, handover_id: str) -> list[tuple[str, str]]:
    return [(texts.say(language, "telegram.button.close"), f"{PREFIX}:close:{handover_id}")]


class PartnerDesk:
    """Does what a partner presses or writes, and says in a few words what came of it."""

    def __init__(self, new_uow: UnitOfWorkFactory, clock: Clock, texts: Texts) -> None:
        self._new_uow = new_uow
        self._clock = clock
        self._texts = texts

    async def organizations_at(self, chat_id: int) -> tuple[Organization, ...]:
        """The organisations whose Telegram address this chat is; partners may share a group."""
        async with self._new_uow() as uow:
            directory = await uow.directory.load()
        wanted = HandoverAddress("telegram", str(chat_id))
        return tuple(each for each in directory.organizations if wanted in each.handover_addresses)

    async def press(self, organizations: tuple[Organization, ...], data: str) -> str:
        """Answers a press on a partner's button; a late or second one is told so."""
        language = organizations[0].language
        _, what, handover_id = data.split(":", 2)
        try:
            await self._do(await self._owner(organizations, handover_id), what, handover_id)
        except StepNotPossible as late:
            return self._texts.say(language, f"telegram.late.{late.state}")
        except Conflict:
            return self._texts.say(language, "telegram.try_again")
        except NotFound:
            return self._texts.say(language, "telegram.gone")
        return self._texts.say(language, f"telegram.done.{what if what in ('accept', 'close') else 'decline'}")

    async def _owner(self, organizations: tuple[Organization, ...], handover_id: str) -> str:
        async with self._new_uow() as uow:
            owner = (await uow.handovers.get(handover_id)).organization_id
        if owner not in {organization.id for organization in organizations}:
            raise NotFound("no such handover")
        return owner

    async def _do(self, organization_id: str, what: str, handover_id: str) -> Handover:
        common = (self._new_uow, self._clock, organization_id, handover_id, "telegram")
        if what == "accept":
            return await handovers.accept(*common)
        if what in DECLINES:
            return await handovers.decline(*common, DECLINES[what])
        if what == "close":
            return await handovers.close(*common, Outcome.HELPED)
        raise NotFound("no such button")

    async def write(
        self, organizations: tuple[Organization, ...], replied_to: str, text: str, message_id: str
    ) -> str | None:
        """Passes a reply on to the resident, once for a ``message_id``; None if all went well, else what to tell."""
        language = organizations[0].language
        handover = await self._marked(organizations, replied_to)
        if handover is None:
            return self._texts.say(language, "telegram.how_to_reply")
        try:
            common = (self._new_uow, self._clock, handover.organization_id, handover.id, "telegram")
            await handovers.write(*common, text, message_id)
        except StepNotPossible as late:
            return self._texts.say(language, f"telegram.late.{late.state}")
        except Conflict:
            return self._texts.say(language, "telegram.try_again")
        return None

    async def _marked(self, organizations: tuple[Organization, ...], replied_to: str) -> Handover | None:
        """The handover whose mark stands in a message."""
        found = _TAG.search(replied_to)
        if found is None:
            return None
        for organization in organizations:
            for handover in await handovers.list_for(self._new_uow, organization.id):
                if handover.id.startswith(found.group(1)):
                    return handover
        return None
