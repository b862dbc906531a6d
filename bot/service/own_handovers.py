"""What a resident does with handovers in the talk: each function changes the turn's working copy, nothing else."""

from __future__ import annotations

import uuid
from dataclasses import replace

from bot.domain.consent import CONSENT_TEXT_VERSION, Consent, shared_fields
from bot.domain.handover import DeclineReason, Handover, HandoverEvent, HandoverState, Outcome, RelayMessage, Step
from bot.service import talk
from bot.service.partner_rows import partner_rows
from bot.service.turn import Turn

LANGUAGE_SURE = 0.9
WORDS_TO_BE_SURE = 4


def send_handover(turn: Turn, service_id: str) -> Handover:
    """Records the consent and queues the question for one service, with exactly the fields that were shown."""
    service = turn.directory.service(service_id)
    shared = shared_fields(turn.conversation.question)
    handover = Handover(
        id=uuid.uuid4().hex,
        conversation_id=turn.conversation.id,
        organization_id=service.organization_id,
        service_id=service_id,
        language=turn.conversation.language,
        shared=shared,
        created_at=turn.now,
        updated_at=turn.now,
    )
    turn.consents.append(
        Consent(
            id=uuid.uuid4().hex,
            conversation_id=turn.conversation.id,
            handover_id=handover.id,
            receiver=service.organization_id,
            fields=tuple(shared),
            text_version=CONSENT_TEXT_VERSION,
            language=turn.conversation.language,
            given_at=turn.now,
        )
    )
    if not turn.directory.organization(service.organization_id).handover_addresses:
        handover = handover.take(Step.DELIVER, turn.now)  # the console shows it from the commit on
    turn.conversation = replace(turn.conversation.with_handover(handover), near=())
    talk.change_question(turn, replace(turn.conversation.question, sent=True))
    turn.new_handovers.append(handover)
    turn.events.append(HandoverEvent(handover.id, "consent", "resident", turn.conversation.channel, turn.now))
    _tell_partner(turn, handover, "handover", handover.id)
    return handover


def withdraw(turn: Turn, handover: Handover) -> Handover:
    """Takes a handover back: the consent ends, and what the partner has is erased. Raises StepNotPossible."""
    withdrawn = _step(turn, replace(handover, shared={}), Step.WITHDRAW)
    turn.withdrawn_consents.append(handover.id)
    _tell_partner(turn, withdrawn, "withdrawn", f"{handover.id}:withdrawn")
    return withdrawn


def end_relay(turn: Turn, handover: Handover) -> Handover:
    """The resident ends the contact. Raises StepNotPossible."""
    closed = _step(turn, handover, Step.CLOSE, outcome=Outcome.STOPPED)
    _tell_partner(turn, closed, "closed", f"{handover.id}:closed")
    return closed


def relay(turn: Turn, handover: Handover, text: str) -> None:
    """Passes the resident's words on to the partner who holds the talk, with the turn's translation beside them.

    An edit is marked as a correction.
    """
    language, translation = written_in(turn), turn.translation
    message = RelayMessage(uuid.uuid4().hex, handover.id, "resident", text, turn.now, language, translation)
    _step(turn, handover, Step.CONTACT)
    turn.relay_messages.append(message)
    corrected = {"corrected": "1"} if turn.incoming.kind == "edit" else {}
    details = {"written_in": language, "translation": translation, **corrected}
    _tell_partner(turn, handover, "relay", message.id, text=text, **details)


def relay_photo(turn: Turn, handover: Handover, file_id: str) -> None:
    """Passes a photo of the resident on to the partner who holds the talk."""
    message = RelayMessage(uuid.uuid4().hex, handover.id, "resident", "", turn.now, file_id=file_id)
    _step(turn, handover, Step.CONTACT)
    turn.relay_messages.append(message)
    _tell_partner(turn, handover, "relay", message.id, text="", file_id=file_id)


def written_in(turn: Turn) -> str:
    """The language of what came in: that of the talk, unless the words are plainly in another one."""
    heard, words = turn.understanding, turn.incoming.content.split()
    sure = heard is not None and heard.language_score >= LANGUAGE_SURE and len(words) >= WORDS_TO_BE_SURE
    return heard.language if heard and sure else turn.conversation.language


def erase(turn: Turn) -> None:
    """Everything of this conversation goes when the turn commits, at the partners too: also of talks that ended."""
    for handover in turn.conversation.handovers:
        if handover.can(Step.WITHDRAW):
            withdraw(turn, handover)
        elif handover.state is HandoverState.CLOSED:
            _tell_partner(turn, handover, "withdrawn", f"{handover.id}:erased")
    turn.erase = True


def _step(
    turn: Turn, handover: Handover, step: Step, *, reason: DeclineReason | None = None, outcome: Outcome | None = None
) -> Handover:
    moved = handover.take(step, turn.now, reason=reason, outcome=outcome)
    turn.conversation = turn.conversation.with_handover(moved)
    turn.changed_handovers[moved.id] = moved
    turn.events.append(HandoverEvent(moved.id, step.value, "resident", turn.conversation.channel, turn.now))
    return moved


def _tell_partner(turn: Turn, handover: Handover, kind: str, key: str, **content: str) -> None:
    organization = turn.directory.organization(handover.organization_id)
    turn.outgoing.extend(partner_rows(handover, organization, kind, key, **content))
