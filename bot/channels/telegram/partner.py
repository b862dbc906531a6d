"""What partners read in their Telegram group or chat: handovers with buttons, messages and notices."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from bot.channels.telegram.keyboard import Buttons
from bot.domain.errors import NotFound
from bot.domain.handover import TAKEN, WAITING, DeclineReason, Handover, HandoverState
from bot.service import handovers
from bot.service.photos import page_names
from bot.service.ports import Texts, UnitOfWorkFactory
from bot.service.wording import lines, shared_line, text

PREFIX = "p"
"""First part of a partner button's data: ``p:what:handover id``, at most 64 bytes."""
TAG_LENGTH = 8
NOT_THEIRS = frozenset({HandoverState.DECLINED, HandoverState.EXPIRED, HandoverState.WITHDRAWN})
"""A handover that ended like this is no longer the partner's to read."""
Say = Callable[..., str]
DECLINES = {f"no_{reason.value}": reason for reason in DeclineReason}
_DECIDE = ("accept", *DECLINES)
_SETTLED = {"accepted": "done.accept", "declined": "done.decline", "closed": "done.close", "expired": "late.expired"}
"""What a chat is told when a handover has moved on, by its new state."""


@dataclass(frozen=True)
class PartnerMessage:
    """One message to a partner. ``photos`` are its photo, or its pages in their order: the id and caption of each.

    What ``is_notice`` holds nothing of the resident and is never taken back.
    """

    text: str
    buttons: Buttons = ()
    is_notice: bool = False
    photos: tuple[tuple[str, str], ...] = ()


def tag(handover_id: str) -> str:
    """The mark in each message about a handover, by which a reply finds its way."""
    return f"#{handover_id[:TAG_LENGTH]}"


async def partner_message(new_uow: UnitOfWorkFactory, texts: Texts, body: Mapping[str, Any]) -> PartnerMessage | None:
    """A message to a partner; a handover shows the fields that the resident agreed to.

    None for what is not theirs to read any more. Raises NotFound if everything of the resident was deleted meanwhile.
    """
    say, mark = partial(texts.say, body["language"]), tag(body["handover_id"])
    if body["kind"] not in ("handover", "relay", "reminder"):
        return PartnerMessage(f"{_notice(say, body)} {mark}", is_notice=True)
    view = await handovers.view(new_uow, body["organization_id"], body["handover_id"])
    if view.handover.state in NOT_THEIRS:
        return None
    if body["kind"] == "reminder":
        return PartnerMessage(f"{say('telegram.reminder')} {mark}", _buttons(say, view.handover))
    if body["kind"] == "relay":
        parts = [*_relayed(say, body), f"{say('telegram.reply_here')} {mark}"]
        told, file_ids = "\n\n".join(parts), body.get("file_id", "").split()
        return PartnerMessage(told, photos=tuple(zip(file_ids, _captions(texts, body, told, len(file_ids)))))
    shown = lines([shared_line(field, value) for field, value in view.handover.shared.items()])
    told = say("telegram.handover", lines=shown, service=view.service.name if view.service else "")
    return PartnerMessage(f"{told}\n\n{mark}", _buttons(say, view.handover))


def _captions(texts: Texts, body: Mapping[str, Any], told: str, count: int) -> list[str]:
    """Each page's name; what is told with them all stands under the last."""
    names = page_names(texts, body["language"], count)
    return [*names[:-1], "\n\n".join(filter(None, (*names[-1:], told)))]


def _notice(say: Say, body: Mapping[str, Any]) -> str:
    if body["kind"] == "aftercare":
        return say(f"console.event.helped.{body['helped']}")
    key = _SETTLED[body["state"]] if body["kind"] == "settled" else body["kind"]
    return say(f"telegram.{key}", **body.get("values", {}))


def _relayed(say: Say, body: Mapping[str, Any]) -> list[str]:
    """What a resident wrote, and beside it what a machine made of it; nothing for a photo alone."""
    parts = [body["text"]] if body["text"] else []
    if body.get("written_in", body["language"]) != body["language"]:
        parts.insert(0, say("telegram.written_in", language=text(f"language.{body['written_in']}")))
    if body.get("translation"):
        parts.append(say("telegram.translated", text=body["translation"]))
    marks = [say(f"telegram.{mark}") for mark in ("danger", "corrected") if body.get(mark)]
    return [*marks, *parts]


async def buttons_now(new_uow: UnitOfWorkFactory, texts: Texts, handover_id: str) -> Buttons:
    """The buttons that work as a handover stands now; none if it has ended or is gone."""
    async with new_uow() as uow:
        try:
            handover = await uow.handovers.get(handover_id)
        except NotFound:
            return ()
        organization = (await uow.directory.load()).find_organization(handover.organization_id)
    return _buttons(partial(texts.say, organization.language), handover) if organization else ()


def _buttons(say: Say, handover: Handover) -> Buttons:
    work = _DECIDE if handover.state in WAITING else ("close",) if handover.state in TAKEN else ()
    return [(say(f"telegram.button.{what}"), f"{PREFIX}:{what}:{handover.id}") for what in work]
