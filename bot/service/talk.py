"""What a resident does in the talk: each function changes the turn's working copy, nothing else."""

from __future__ import annotations

import uuid
from dataclasses import replace

from bot.domain.consent import CONSENT_TEXT_VERSION, Consent, shared_fields
from bot.domain.handover import DeclineReason, Handover, HandoverEvent, HandoverState, Outcome, RelayMessage, Step
from bot.domain.labels import NEAREST, Crisis, DayPart, Need, Preference, Reach
from bot.domain.matching import Proposal, rank
from bot.domain.messages import Outgoing
from bot.domain.places import Place
from bot.domain.question import MAX_WORDS_LENGTH, HelpQuestion
from bot.service.turn import Turn

WORDS_OF_A_CORRECTION = 12
OPTIONS_SHOWN = 3
"""Partners shown at once: enough to choose from, few enough to read."""


def change_question(turn: Turn, question: HelpQuestion) -> None:
    turn.conversation = replace(turn.conversation, question=question)


def hear(turn: Turn, words: str) -> None:
    """Adds what was said to the help question, with the needs, the danger and the place that were heard in it."""
    heard = turn.understanding
    open_sheet(turn)
    question = turn.conversation.question.tell(words, heard.needs if heard else ())
    if heard and len(heard.places) == 1 and question.place is None:
        question = replace(question, place=heard.places[0])
    change_question(turn, replace(question, crisis=(heard and heard.danger) or question.crisis))


def danger_to_ask_about(turn: Turn) -> Crisis | None:
    """The danger that may be meant, each once a question; from now on it counts as asked."""
    heard, question = turn.understanding, turn.conversation.question
    if heard is None or heard.doubt is None or heard.doubt in question.dangers_asked:
        return None
    change_question(turn, replace(question, dangers_asked=(*question.dangers_asked, heard.doubt)))
    return heard.doubt


def name_danger(turn: Turn, crisis: Crisis) -> None:
    """The person says that there is this danger."""
    change_question(turn, replace(turn.conversation.question, crisis=crisis))


def open_sheet(turn: Turn) -> None:
    """Begins a new question if the last one was sent; where somebody lives and how to reach them stay known."""
    old = turn.conversation.question
    if old.sent:
        kept = HelpQuestion(place=old.place, reach=old.reach, when=old.when, name=old.name, phone=old.phone)
        _begin(turn, kept)


def take_up_again(turn: Turn) -> None:
    """A question that was sent in vain is looked at again, with others in mind."""
    change_question(turn, replace(turn.conversation.question, sent=False))
    look_anew(turn)


def forget_question(turn: Turn) -> None:
    """Begins with an empty sheet; questions that were sent are not touched."""
    _begin(turn, HelpQuestion())


def _begin(turn: Turn, sheet: HelpQuestion) -> None:
    change_question(turn, replace(sheet, language=turn.conversation.asks_in))
    look_anew(turn)


def add_need(turn: Turn, need: Need) -> None:
    open_sheet(turn)
    change_question(turn, turn.conversation.question.tell("", (need,)))


def put_first(turn: Turn, need: Need) -> None:
    change_question(turn, turn.conversation.question.put_first(need))


def correct_needs(turn: Turn, words: str) -> bool:
    """Puts right what was heard wrongly (see HelpQuestion.correct); False if nothing is named, and nothing changes.

    Words that do more than correct belong to what was told.
    """
    heard = turn.understanding
    if heard is None or not (heard.needs or heard.denied):
        return False
    told = turn.conversation.question.tell(words if len(words.split()) > WORDS_OF_A_CORRECTION else "", ())
    change_question(turn, told.correct(heard.needs, heard.denied))
    return True


def ask_for_someone_else(turn: Turn) -> None:
    open_sheet(turn)
    change_question(turn, replace(turn.conversation.question, for_someone_else=True))


def ask_consult(turn: Turn) -> None:
    """A professional asks for advice about somebody."""
    open_sheet(turn)
    change_question(turn, replace(turn.conversation.question, consult=True))


def set_knows(turn: Turn, knows: bool) -> None:
    """Whether the person for whom somebody asks knows of it."""
    change_question(turn, replace(turn.conversation.question, knows=knows))


def set_wish(turn: Turn, words: str) -> None:
    """What should be different, in the person's own words."""
    change_question(turn, replace(turn.conversation.question, wish=words[:MAX_WORDS_LENGTH]))


def set_support(turn: Turn, words: str) -> None:
    """Who or what helps already, in the person's own words."""
    change_question(turn, replace(turn.conversation.question, support=words[:MAX_WORDS_LENGTH]))


def choose_language(turn: Turn, language: str) -> None:
    """The person's own choice of language, which no detection overrules."""
    turn.conversation = replace(turn.conversation.speaking(language), language_chosen=True)


def ask_help_in(turn: Turn, language: str) -> None:
    """The language to be helped in, also while the talk goes on in another."""
    turn.conversation = turn.conversation.asking_in(language)


def meet_a_stranger(turn: Turn, language: str) -> None:
    """Answers somebody whose language the bot does not speak in the nearest one, and asks for help in their own."""
    turn.conversation = turn.conversation.speaking(NEAREST[language]).asking_in(language)


def set_contact(turn: Turn, *, name: str | None = None, phone: str | None = None) -> None:
    """The name and number that a partner may use; an empty text means none."""
    question = turn.conversation.question
    change_question(
        turn,
        replace(
            question,
            name=question.name if name is None else name,
            phone=question.phone if phone is None else phone,
        ),
    )


def leave_open(turn: Turn, line: str) -> None:
    """Takes one line out of the question. Raises KeyError if it is none of LINES."""
    change_question(turn, turn.conversation.question.without(line))


def drop_need(turn: Turn, need: Need) -> None:
    change_question(turn, turn.conversation.question.correct((), (need,)))


def set_place(turn: Turn, place: Place) -> None:
    change_question(turn, replace(turn.conversation.question, place=place, place_withheld=False))


def set_reach(turn: Turn, reach: Reach | None) -> None:
    change_question(turn, replace(turn.conversation.question, reach=reach))


def set_when(turn: Turn, when: DayPart | None) -> None:
    change_question(turn, replace(turn.conversation.question, when=when))


def prefer(turn: Turn, preference: Preference) -> None:
    """Adds what somebody wishes of a helper."""
    question = turn.conversation.question
    if preference not in question.preferences:
        change_question(turn, replace(question, preferences=(*question.preferences, preference)))


def propose(turn: Turn) -> tuple[Proposal, ...]:
    """The nearest fitting services that were not proposed yet and did not decline, to choose from now."""
    handovers = turn.conversation.handovers
    seen = frozenset(turn.conversation.proposed) | _closed_to(turn)
    question = replace(turn.conversation.question, language=turn.conversation.asks_in)
    found = rank(
        question,
        turn.directory,
        turn.now,
        weights=turn.weights,
        exclude=seen,
        declined={each.service_id: each.declined_because for each in handovers if each.declined_because},
        open_counts=turn.open_counts,
        one_each=True,
        limit=OPTIONS_SHOWN,
    )
    shown = tuple(proposal.service.id for proposal in found)
    turn.conversation = replace(turn.conversation, proposed=turn.conversation.proposed + shown, near=shown)
    return found


def look_further(turn: Turn) -> None:
    """None of those who were shown: others are proposed next."""
    turn.conversation = replace(turn.conversation, near=())


def look_anew(turn: Turn) -> None:
    """The best are proposed next, whether they were shown before or not."""
    turn.conversation = replace(turn.conversation, proposed=(), near=())


def _closed_to(turn: Turn) -> frozenset[str]:
    """Services that declined or were taken back, and those that have this question now."""
    return frozenset(
        handover.service_id for handover in turn.conversation.handovers if handover.state is not HandoverState.CLOSED
    )


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
    change_question(turn, replace(turn.conversation.question, sent=True))
    turn.new_handovers.append(handover)
    turn.events.append(HandoverEvent(handover.id, "consent", "resident", turn.conversation.channel, turn.now))
    _tell_partner(turn, handover, "handover", handover.id)
    return handover


def withdraw(turn: Turn, handover: Handover) -> Handover:
    """Takes a handover back; the partner is told and the consent ends. Raises StepNotPossible."""
    withdrawn = _step(turn, handover, Step.WITHDRAW)
    turn.withdrawn_consents.append(handover.id)
    _tell_partner(turn, withdrawn, "withdrawn", f"{handover.id}:withdrawn")
    return withdrawn


def end_relay(turn: Turn, handover: Handover) -> Handover:
    """The resident ends the contact. Raises StepNotPossible."""
    closed = _step(turn, handover, Step.CLOSE, outcome=Outcome.STOPPED)
    _tell_partner(turn, closed, "closed", f"{handover.id}:closed")
    return closed


def relay(turn: Turn, handover: Handover, text: str) -> None:
    """Passes the resident's words on to the partner who holds the talk."""
    message = RelayMessage(uuid.uuid4().hex, handover.id, "resident", text, turn.now)
    _step(turn, handover, Step.CONTACT)
    turn.relay_messages.append(message)
    _tell_partner(turn, handover, "relay", message.id, text=text)


def erase(turn: Turn) -> None:
    """Everything of this conversation goes when the turn commits; partners of open handovers are told."""
    for handover in turn.conversation.open_handovers:
        withdraw(turn, handover)
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
    for number, address in enumerate(organization.handover_addresses):
        body = {"kind": kind, "handover_id": handover.id, "organization_id": organization.id, **content}
        turn.outgoing.append(
            Outgoing(
                key=f"partner:{key}:{number}",
                lane=f"partner:{handover.id}:{number}",
                channel=address.channel,
                address=address.address,
                body={**body, "language": organization.language},
            )
        )
