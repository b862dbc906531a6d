"""What happens to a relay while a human holds the talk: the engine is not asked, the resident is only shown it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.domain.handover import Handover, HandoverState
from bot.domain.messages import Reply
from bot.service import own_handovers, recalls, undelivered
from bot.service.photos import page_names
from bot.service.ports import Texts
from bot.service.turn import Turn
from bot.service.wording import organization_name

ANSWERS_TO_THE_BOT = {"helped": "/helped", "delete": "/delete_all", "safe": "/affirm"}
"""What the bot may have asked while a partner holds the talk (the slot ``asked``), and how the payloads of the answers
begin: once the partner writes, a typed "yes" is for the partner."""

Handler = Callable[[Turn, Texts], None]


def _show_partner_message(turn: Turn, texts: Texts) -> None:
    handover, data = _handover(turn), turn.incoming.data
    if handover is None or handover.state is HandoverState.WITHDRAWN:
        return
    text = data["text"]
    if data.get("corrected"):
        text = texts.say(turn.conversation.language, "relay.corrected", text=text)
    language = turn.conversation.language
    turn.conversation = turn.conversation.off_screen(*ANSWERS_TO_THE_BOT.values())
    if turn.translation:
        text = f"{text}\n\n{texts.say(language, 'relay.translated', text=turn.translation)}"
    shown = Reply(text, language, voice="partner", sender_name=_sender_name(turn, handover), handover_id=handover.id)
    turn.replies.extend(_each_page(shown, turn.incoming.file_ids, texts))


def _sender_name(turn: Turn, handover: Handover) -> str:
    organization = turn.directory.find_organization(handover.organization_id)
    return organization.name if organization else ""


def _each_page(shown: Reply, file_ids: tuple[str, ...], texts: Texts) -> list[Reply]:
    """A message with its photo, or one for each page; the words stand on the first."""
    if not file_ids:
        return [shown]
    first, *others = page_names(texts, shown.language, len(file_ids))
    words = ["\n\n".join(filter(None, (shown.text, first))), *others]
    return [replace(shown, text=text, file_id=id) for text, id in zip(words, file_ids)]


def _tell_not_delivered(turn: Turn, texts: Texts) -> None:
    handover, language = _handover(turn), turn.conversation.language
    if handover is not None:
        name = organization_name(turn.directory, handover.organization_id)
        turn.replies.append(Reply(texts.say(language, "relay.not_delivered", organization=name), language))


def _tell_copies_left(turn: Turn, texts: Texts) -> None:
    language, data = turn.conversation.language, turn.incoming.data
    name = organization_name(turn.directory, data["organization_id"])
    text = texts.say(language, "copies_left", organization=name, count=data["left"])
    turn.replies.append(Reply(text, language))


def pass_photos_on(turn: Turn, holder: Handover, texts: Texts) -> None:
    """What a resident sent to be seen goes to the partner who holds the talk; of what can't, the resident hears why."""
    language, data = turn.conversation.language, turn.incoming.data
    if data.get("handover_id") == holder.id:
        own_handovers.relay_photos(turn, holder, turn.incoming.file_ids)
    else:
        turn.replies.append(Reply(texts.say(language, f"photo.{data.get('unfit', 'type')}"), language))


def _handover(turn: Turn) -> Handover | None:
    return turn.conversation.handover(turn.incoming.data["handover_id"])


HANDLERS: Mapping[str, Handler] = {
    "partner_message": _show_partner_message,
    undelivered.EVENT: _tell_not_delivered,
    recalls.EVENT: _tell_copies_left,
}
"""By the event's name."""
