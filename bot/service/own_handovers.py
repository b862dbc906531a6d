"""What a resident does with handovers in the talk: each function changes the turn's working copy, nothing else."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta

from bot.domain.aftercare import Rhythm, asks_again, timers_after
from bot.domain.consent import CONSENT_TEXT_VERSION, Consent, shared_fields
from bot.domain.deadlines import answer_timers, due_at, urgency_of
from bot.domain.handover import (
    Actor,
    DeclineReason,
    Handover,
    HandoverEvent,
    HandoverState,
    Helped,
    Outcome,
    RelayMessage,
    Step,
)
from bot.domain.partners import Service
from bot.service import talk
from bot.service.notices import to_partner
from bot.service.turn import Turn

ASLEEP = timedelta(days=7)
"""A talk with a partner in which nothing was written for so long gives way to one who takes a question now."""
AFTERCARE = "aftercare"
"""The purpose of a consent to tell the partner how it goes, and the kind of the notice that tells it."""
LANGUAGE_SURE = 0.9
WORDS_TO_BE_SURE = 4


def send_handover(turn: Turn, service_id: str, *, says_urgent: bool = False) -> Handover:
    """Records the consent and queues the question for one service, with exactly the fields that were shown."""
    service, question = turn.directory.service(service_id), turn.conversation.question
    drafted = Handover(
        id=uuid.uuid4().hex,
        conversation_id=turn.conversation.id,
        organization_id=service.organization_id,
        service_id=service_id,
        language=turn.conversation.language,
        shared=shared_fields(question),
        created_at=turn.now,
        updated_at=turn.now,
        state=HandoverState.DRAFTED,
        urgency=urgency_of(question, says_urgent=says_urgent),
    )
    turn.consents.append(_consent(turn, drafted, tuple(drafted.shared)))
    consented = drafted.take(Step.CONSENT, turn.now)
    _note(turn, consented, Step.CONSENT.value)
    handover = _queued(turn, consented.take(Step.QUEUE, turn.now), Step.QUEUE, service)
    asked = {**turn.conversation.asked, handover.id: question}
    turn.conversation = replace(turn.conversation.with_handover(handover), near=(), asked=asked, cut=None)
    talk.change_question(turn, replace(question, sent=True))
    turn.new_handovers.append(handover)
    _tell_partner(turn, handover, "handover", handover.id)
    return handover


def reopen(turn: Turn, handover: Handover) -> Handover:
    """Asks the same partner again, with what was shared before. Raises StepNotPossible."""
    service = turn.directory.service(handover.service_id)
    queued = _queued(turn, handover.take(Step.REOPEN, turn.now), Step.REOPEN, service)
    _put_in(turn, queued)
    turn.consents.append(_consent(turn, queued, tuple(queued.shared)))
    _tell_partner(turn, queued, "handover", f"{handover.id}:{handover.version}")
    return queued


def withdraw(turn: Turn, handover: Handover) -> Handover:
    """Takes a handover back: the consent ends, and what the partner has is erased. Raises StepNotPossible."""
    withdrawn = _step(turn, replace(handover, shared={}), Step.WITHDRAW)
    turn.withdrawn_consents.append(handover.id)
    _tell_partner(turn, withdrawn, "withdrawn", f"{handover.id}:withdrawn")
    return withdrawn


def end_relay(turn: Turn, handover: Handover) -> Handover:
    """The resident ends the contact. Raises StepNotPossible."""
    closed = _step(turn, handover, Step.CLOSE, outcome=Outcome.STOPPED)
    turn.outcomes.append((closed, f"{closed.state}.{closed.outcome}"))
    _tell_partner(turn, closed, "closed", f"{handover.id}:closed:{handover.version}")
    return closed


def take_talk(turn: Turn, handover: Handover) -> bool:
    """What is typed goes to the partner who took this, unless another one holds a talk that is awake: then False."""
    holder = turn.conversation.relay
    if holder is not None and holder.id != handover.id and turn.now - holder.updated_at < ASLEEP:
        return False
    turn.conversation = turn.conversation.written_to(handover.id)
    return True


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


def tell_of_danger(turn: Turn, handover: Handover) -> None:
    """Marks what the partner gets now: the bot heard a danger in it and has given the numbers to call."""
    _note(turn, handover, "danger", Actor.SYSTEM)
    marked = {"danger": "1"}
    turn.outgoing[:] = [
        replace(row, body={**row.body, **marked}) if row.body.get("kind") == "relay" else row for row in turn.outgoing
    ]


def relay_photos(turn: Turn, handover: Handover, file_ids: tuple[str, ...]) -> None:
    """Passes a photo, or all pages, of the resident on to the partner who holds the talk, as one message."""
    message = RelayMessage(uuid.uuid4().hex, handover.id, "resident", "", turn.now, file_ids=file_ids)
    _step(turn, handover, Step.CONTACT)
    turn.relay_messages.append(message)
    _tell_partner(turn, handover, "relay", message.id, text="", file_id=" ".join(file_ids))


def written_in(turn: Turn) -> str:
    """The language of what came in: that of the talk, unless the words are plainly in another one."""
    heard, words = turn.understanding, turn.incoming.content.split()
    sure = heard is not None and heard.language_score >= LANGUAGE_SURE and len(words) >= WORDS_TO_BE_SURE
    return heard.language if heard and sure else turn.conversation.language


def note_asked(turn: Turn, handover: Handover) -> None:
    """The resident was asked whether it helped; in the rhythm that they chose they are asked again."""
    turn.timers[handover.id] = asks_again(turn.conversation.rhythm, handover, turn.now)


def say_helped(turn: Turn, handover: Handover, helped: Helped) -> None:
    """Keeps what the resident says of the help and counts it; the partner does not hear of it."""
    _put_in(turn, replace(turn.conversation.handover(handover.id) or handover, helped=helped))
    turn.outcomes.append((handover, f"helped.{helped}"))


def tell_helped(turn: Turn, handover: Handover) -> None:
    """Tells the partner how it goes, which the resident has just agreed to."""
    turn.consents.append(_consent(turn, handover, ("helped",), AFTERCARE))
    _note(turn, handover, f"helped.{handover.helped}")
    _tell_partner(turn, handover, AFTERCARE, f"{handover.id}:{AFTERCARE}:{handover.version}", helped=handover.helped)


def choose_rhythm(turn: Turn, rhythm: Rhythm) -> None:
    """How often to ask whether it helped; what was planned goes, or comes in the new rhythm."""
    turn.conversation = replace(turn.conversation, rhythm=rhythm)
    for handover in turn.conversation.handovers:
        if handover.relay_open and rhythm is not Rhythm.DEFAULT:
            turn.timers[handover.id] = asks_again(rhythm, handover, turn.now)


def erase(turn: Turn) -> None:
    """Everything of this conversation goes when the turn commits, at the partners too: also of talks that ended."""
    for handover in turn.conversation.handovers:
        if handover.can(Step.WITHDRAW):
            withdraw(turn, handover)
    turn.erase = True


def _queued(turn: Turn, handover: Handover, step: Step, service: Service) -> Handover:
    """On its way: an answer is expected from now on, and what has no address to go to has arrived."""
    queued = replace(handover, due_at=due_at(service, handover.urgency, turn.now))
    turn.timers[queued.id] = answer_timers(queued, service)
    _note(turn, queued, step.value, Actor.SYSTEM if step is Step.QUEUE else Actor.RESIDENT)
    if turn.directory.organization(service.organization_id).handover_addresses:
        return queued
    _note(turn, queued, Step.DELIVER.value, Actor.SYSTEM)
    return queued.take(Step.DELIVER, turn.now)  # the console shows it from the commit on


def _consent(turn: Turn, handover: Handover, fields: tuple[str, ...], purpose: str = "handover") -> Consent:
    return Consent(
        id=uuid.uuid4().hex,
        conversation_id=turn.conversation.id,
        handover_id=handover.id,
        receiver=handover.organization_id,
        fields=fields,
        text_version=CONSENT_TEXT_VERSION,
        language=turn.conversation.language,
        given_at=turn.now,
        purpose=purpose,
    )


def _step(
    turn: Turn, handover: Handover, step: Step, *, reason: DeclineReason | None = None, outcome: Outcome | None = None
) -> Handover:
    moved = handover.take(step, turn.now, reason=reason, outcome=outcome)
    _put_in(turn, moved)
    _note(turn, moved, step.value)
    timers = timers_after(step, handover.state, moved)
    if timers is not None:
        turn.timers[moved.id] = timers
    return moved


def _put_in(turn: Turn, handover: Handover) -> None:
    turn.conversation = turn.conversation.with_handover(handover)
    turn.changed_handovers[handover.id] = handover


def _note(turn: Turn, handover: Handover, step: str, actor: Actor = Actor.RESIDENT) -> None:
    turn.events.append(HandoverEvent(handover.id, step, actor.value, turn.conversation.channel, turn.now))


def _tell_partner(turn: Turn, handover: Handover, kind: str, key: str, **content: str | None) -> None:
    organization = turn.directory.find_organization(handover.organization_id)
    if organization is not None:
        turn.outgoing.extend(to_partner(organization, handover.id, kind, key, **content))
