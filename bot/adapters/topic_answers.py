"""The answers to what is asked on the way, true to where the talk is (see Topic)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from bot.adapters.helplines import load_helplines
from bot.adapters.in_time import comes_before, due_from, may_be_late
from bot.adapters.languages_named import language_spoken
from bot.adapters.meant import meant
from bot.adapters.moment import last_slot
from bot.adapters.until import told_until
from bot.adapters.whereabouts import whereabouts
from bot.adapters.wishes import ocmws
from bot.adapters.word_lists import mentions
from bot.adapters.wordings import catalogues
from bot.domain.helplines import Helpline, for_crisis, for_witnesses, one_answers_in, only_listeners
from bot.domain.labels import LANGUAGES, Crisis, Topic
from bot.domain.partners import Service
from bot.service import proposals
from bot.service.turn import Turn
from bot.service.wording import day_text, helpline_lines, lines, organization_name, text

Answer = tuple[str, dict[str, Any]]
"""The key of a text, and the values in it."""
MOST_NUMBERS = 3
TEXT_WHY_DANGER = "crisis.why"
"""The text that says why there was talk of danger."""
OWN_LINE = "own_line"
"""A number to call in the own language, which is asked for in the words of a list."""
ABOUT = "about."
"""With a slot behind it, the key of what a question of the form is for."""


def answer_to(turn: Turn, topic: str) -> Answer:
    """What is said about a topic, or a word that helpers use."""
    finds = _FOUND.get(topic)
    return finds(turn) if finds else (f"answer.{topic}", {})


def _how_long_it_takes(turn: Turn) -> Answer:
    """Of a helper who was chosen, until when an answer is asked for, and that it may be too late."""
    chosen = _chosen(turn)
    if not chosen or turn.conversation.question.sent:
        return "answer.duration", {}
    due, until = due_from(turn, chosen[0]), told_until(turn.conversation.language, turn.incoming.content, turn.today)
    if until is not None and not comes_before(until, due):
        return may_be_late(until, chosen[0].phone)
    name = organization_name(turn.directory, chosen[0].organization_id)
    return "answer.duration.chosen", {"organization": name, "by": day_text(due)}


def _chosen(turn: Turn) -> tuple[Service, ...]:
    """The service that is chosen, if one is."""
    return turn.directory.services_of([str(last_slot(turn.conversation.dialogue, "service"))])


def _who_has_it(turn: Turn) -> Answer:
    conversation = turn.conversation
    chosen = _chosen(turn)
    if chosen and not conversation.question.sent:
        name = organization_name(turn.directory, chosen[0].organization_id)
        return "answer.receivers.chosen", {"organization": name}
    if not conversation.handovers:
        return "answer.receivers", {}
    state = "sent" if conversation.to_take_back else "taken_back"
    return f"answer.receivers.{state}", {"organizations": receivers(turn)}


def _where_it_is(turn: Turn) -> Answer:
    """By the state of what was sent; what is only written here has not gone out."""
    return ("status", {"lines": lines(whereabouts(turn))}) if turn.conversation.handovers else ("status_none", {})


def _how_they_answer(turn: Turn) -> Answer:
    """True to the way that was chosen; of the rarer ways no more is known than that they can write here."""
    question = turn.conversation.question
    own = f"answer.contact.{question.reach}"
    if question.reach is None and not question.sent:
        return "answer.contact", {}
    return (own if catalogues().has(own) else "answer.contact.open"), {}


def _what_is_kept(turn: Turn) -> Answer:
    """After everything was deleted the talk is a new one, in which nothing was told."""
    if turn.conversation.handovers:
        return "answer.kept.sent", {"organizations": receivers(turn)}
    return ("answer.kept.told" if turn.conversation.question.told else "answer.kept"), {}


def _who_has_the_number(turn: Turn) -> Answer:
    return _who_was_given(turn, "phone", Topic.NUMBER)


def _who_has_the_name(turn: Turn) -> Answer:
    return _who_was_given(turn, "name", Topic.NAMELESS)


def _who_was_given(turn: Turn, line: str, topic: Topic) -> Answer:
    """Who has a line of a question that was sent; before that, and once it was taken back, what holds for it."""
    sent = turn.conversation.to_take_back if turn.conversation.question.sent else ()
    ids = [handover.organization_id for handover in sent if handover.shared.get(line)]
    if not sent:
        return f"answer.{topic}", {}
    if not ids:
        return f"answer.{topic}.not_sent", {}
    return f"answer.{topic}.sent", {"organizations": _names(turn, ids)}


def who_reads(turn: Turn) -> Answer | None:
    """Who reads what is written, once something was sent; None before."""
    have_it = [handover.organization_id for handover in turn.conversation.to_take_back]
    return ("ask_privacy_sent", {"organizations": _names(turn, have_it)}) if have_it else None


def _which_languages(turn: Turn) -> Answer:
    """The languages that are read here; of another one that is named, that it is not."""
    named = language_spoken(turn.conversation.language, turn.incoming.content, only_named=True)
    return ("answer.languages.other" if named else "answer.languages"), {}


def _whether_a_woman(turn: Turn) -> Answer:
    """Of the one helper who is named or chosen, whether a woman can be asked for there."""
    meant_now = proposals.meant(turn, turn.incoming.content, turn.conversation.near) or _chosen(turn)
    if len(meant_now) != 1 or turn.conversation.question.sent:
        return "answer.helper_woman", {}
    name = [organization_name(turn.directory, meant_now[0].organization_id)]
    known = proposals.FULFILS["woman"](meant_now[0])
    return f"helper_woman.{'all' if known else 'none'}", {"organizations": name, "others": name}


def _how_far_it_is(turn: Turn) -> Answer:
    own, told = f"answer.{Topic.HELPER_DISTANCE}", turn.incoming.content
    no_car = turn.conversation.question.no_car or mentions(turn.conversation.language, "filter_words.no_car", told)
    return (f"{own}.no_car" if no_car else own), {}


def _who_can_be_told(turn: Turn) -> Answer:
    return "answer.report", {"helplines": helpline_lines(for_witnesses(load_helplines()), turn.now)}


def _who_helps_who_is_afraid(turn: Turn) -> Answer:
    helplines = for_crisis(load_helplines(), Crisis.VIOLENCE, turn.conversation.language, turn.now)
    return f"answer.{Topic.AFRAID_AT_HOME}", {"helplines": helpline_lines(helplines[:MOST_NUMBERS], turn.now)}


def _what_is_violence(turn: Turn) -> Answer:
    helplines = for_crisis(load_helplines(), Crisis.VIOLENCE, turn.conversation.language, turn.now)
    who_listens = tuple(line for line in helplines if not line.emergency)
    return f"answer.{Topic.IS_IT_VIOLENCE}", {"helplines": helpline_lines(who_listens[:MOST_NUMBERS], turn.now)}


def _who_can_be_called(turn: Turn) -> Answer:
    """The first line for the danger that is known; else those for a life in danger and for protection."""
    language, crisis = turn.conversation.language, turn.conversation.question.crisis
    kinds = (crisis,) if crisis else (Crisis.MEDICAL_EMERGENCY, Crisis.VIOLENCE)
    lines = tuple(for_crisis(load_helplines(), kind, language, turn.now)[0] for kind in kinds)
    return "answer.calling", {"helplines": helpline_lines(lines, turn.now)}


def lines_for(turn: Turn, helplines: tuple[Helpline, ...]) -> dict[str, Any]:
    """The numbers; if none is known to answer in the person's language, that too, with words to say on the phone."""
    shown, asks_in = helpline_lines(helplines, turn.now), turn.conversation.asks_in
    if not one_answers_in(helplines, asks_in):
        shown["lines"].append(text("helpline.no_own_language", sentence=_sentence_to_say(asks_in)))
    return shown


def _sentence_to_say(language: str) -> dict[str, Any]:
    """Words in Dutch, for the phone, that name the language somebody speaks."""
    if language in LANGUAGES:
        return text("helpline.sentence")
    return text("helpline.sentence_other", language=catalogues().say(LANGUAGES[0], f"language.{language}"))


def _who_answers_in_it(turn: Turn) -> Answer:
    """The lines for the danger that is known, and who listens to anybody; where some speak the language, only these."""
    language, crisis = turn.conversation.language, turn.conversation.question.crisis or Crisis.SUICIDE
    listening = only_listeners(load_helplines(), language, turn.now)
    for_it = for_crisis(load_helplines(), crisis, language, turn.now)
    lines = (*(line for line in for_it if not (line.emergency or line in listening)), *listening)
    own = tuple(line for line in lines if turn.conversation.asks_in in line.languages)
    return f"answer.{OWN_LINE}", {"helplines": lines_for(turn, (own or lines)[:MOST_NUMBERS])}


def _whether_it_is_in(turn: Turn) -> Answer:
    """Where it stands in the question, in its own words, or that it is not found there."""
    own = f"answer.{Topic.IS_IT_IN}"
    found, question = meant(turn, turn.incoming.content), turn.conversation.question
    pieces = [*(question.told_sentences[at] for at in found.sentences), *found.parts]
    if pieces:
        return f"{own}.yes", {"piece": text("quoted", sentence=pieces[0])}
    if found.needs:
        return f"{own}.yes", {"piece": text(f"need.{found.needs[0]}")}
    return (f"{own}.line" if found else own), {}


def _who_sees_the_phone(turn: Turn) -> Answer:
    return "hesitate_fear.partner", {}


def receivers(turn: Turn) -> list[Any]:
    """The names of all who got something, each once."""
    return _names(turn, [handover.organization_id for handover in turn.conversation.handovers])


def _names(turn: Turn, organization_ids: Iterable[str]) -> list[Any]:
    """The names of organisations, each once."""
    return [organization_name(turn.directory, id) for id in dict.fromkeys(organization_ids)]


def _who_is_behind(turn: Turn) -> Answer:
    """Of the helpers who are shown, the welfare offices of a municipality are named as such."""
    near = turn.directory.services_of(turn.conversation.near)
    offices = [service.organization_id for service in near if service.organization_id in ocmws(turn.directory)]
    if not offices or turn.conversation.question.sent:
        return "answer.authorities", {}
    return "answer.authorities.shown", {"organizations": _names(turn, offices)}


_FOUND: Mapping[str, Callable[[Turn], Answer]] = {
    Topic.DURATION: _how_long_it_takes,
    Topic.RECEIVERS: _who_has_it,
    Topic.STATUS: _where_it_is,
    Topic.AUTHORITIES: _who_is_behind,
    Topic.CONTACT: _how_they_answer,
    Topic.KEPT: _what_is_kept,
    Topic.HELPER_DISTANCE: _how_far_it_is,
    Topic.HELPER_WOMAN: _whether_a_woman,
    Topic.NUMBER: _who_has_the_number,
    Topic.LANGUAGES: _which_languages,
    Topic.NAMELESS: _who_has_the_name,
    Topic.REPORT: _who_can_be_told,
    Topic.AFRAID_AT_HOME: _who_helps_who_is_afraid,
    Topic.IS_IT_VIOLENCE: _what_is_violence,
    Topic.CALLING: _who_can_be_called,
    Topic.HELPER_HOME: _how_they_answer,
    Topic.TRACES: _who_sees_the_phone,
    Topic.IS_IT_IN: _whether_it_is_in,
    OWN_LINE: _who_answers_in_it,
}
