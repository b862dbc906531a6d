"""Questions that many ask on the way, what is wished of a helper, and languages that the bot does not speak."""

from __future__ import annotations

import pytest

from bot.adapters.languages_named import language_spoken
from bot.adapters.moment import Moment
from bot.adapters.topics import ANSWERED, EXPLAINED, asked_in, intent_of_topic, topic_asked
from bot.adapters.wishes import ocmws, refusals_told, refuses_ocmw, wishes_told
from bot.adapters.word_lists import words_of_list
from bot.adapters.wordings import catalogues
from bot.domain.labels import LANGUAGES, REFUSALS, Act, Need, Preference, Reach, Topic
from bot.domain.partners import Directory, Organization
from bot.domain.question import HelpQuestion
from bot.domain.understanding import Understanding
from bot.nlu.example import TELL


def moment(language: str = "nl", slot: str | None = None, *, has_sent: bool = False) -> Moment:
    return Moment(language=language, asked=None, slot=slot, begins=False, away=False, has_sent=has_sent)


OTHERWISE_NAMED = {Topic.HELPER_HOME, Topic.TRACES}
"""Told of with the ways to be reached, and with the fear of who looks in a phone."""


def asking(topic: Topic | None, score: float = 0.95) -> Understanding:
    return Understanding("nl", topic=topic, topic_score=score)


@pytest.mark.parametrize(
    ("language", "said", "word"),
    [
        ("nl", "wat is een OCMW", "ocmw"),
        ("fr", "c'est quoi le CPAS ?", "ocmw"),
        ("fr", "j'ai un rendez-vous au CPAS demain", None),
        ("ar", "شو هو ال OCMW؟", "ocmw"),
        ("en", "what is the weather?", None),
    ],
)
def test_a_word_that_helpers_use_is_explained(language: str, said: str, word: str | None) -> None:
    assert topic_asked(language, said, Understanding(language)) == word


def test_every_topic_and_every_word_is_answered_in_every_language() -> None:
    for language in LANGUAGES:
        for topic in (*ANSWERED - OTHERWISE_NAMED, *EXPLAINED):
            assert catalogues().template(language, f"answer.{topic}"), (language, topic)
        for word in EXPLAINED:
            assert words_of_list(language, f"asked_words.{word}"), (language, word)


@pytest.mark.parametrize(
    ("at", "topic", "intent"),
    [
        (moment(), Topic.DURATION, Act.ASK_INFO),
        (moment(has_sent=True), Topic.DURATION, "status"),
        (moment(slot="service"), Topic.LANGUAGES, TELL),
        (moment(slot="service"), Topic.OPENING, "tell_more"),
        (moment(slot="service"), Topic.HELPER_HOME, "tell_more"),
        (moment(slot="place"), Topic.HELPER_HOME, Act.ASK_INFO),
        (moment(slot="wish"), Topic.LANGUAGES, Act.ASK_INFO),
        (moment(slot="wish"), Topic.JUST_TALK, None),
        (moment(slot="summary"), Topic.CHANGES, None),
        (moment(slot="service"), Topic.CHANGES, Act.ASK_INFO),
        (moment(slot="summary"), Topic.ASK_OTHERS, None),
        (moment(has_sent=True), Topic.PUT_BACK, None),
        (moment(), Topic.PUT_BACK, "put_back"),
        (moment(), Topic.RECAP, "recap"),
        (moment(), None, None),
    ],
)
def test_a_question_has_its_intent_where_the_talk_is(at: Moment, topic: Topic | None, intent: str | None) -> None:
    assert intent_of_topic(at, asking(topic), "kan dat?") == intent


def test_an_answer_in_own_words_is_only_a_question_if_that_is_sure() -> None:
    assert intent_of_topic(moment(slot="wish"), asking(Topic.DURATION, 0.6), "dat het niet lang duurt") is None


def test_beside_something_else_helpers_tell_no_more_and_a_status_does() -> None:
    at_helpers, sent = moment("nl", "service"), moment("nl", "place", has_sent=True)
    assert asked_in(at_helpers, ["komt die aan huis?"], [asking(Topic.HELPER_HOME)]) == []
    assert asked_in(sent, ["hoe lang duurt dat?"], [asking(Topic.DURATION)]) == [Topic.STATUS]


@pytest.mark.parametrize(
    ("said", "act", "score", "topic"),
    [
        ("wie leest dit?", Act.ASK_PRIVACY, 0.95, None),
        ("kreeg nog iemand het?", Act.ASK_PRIVACY, 0.9, Topic.RECEIVERS),
        ("bellen ze mij?", Act.ASK_HUMAN, 0.95, Topic.RECEIVERS),
        ("pakken ze mijn kinderen af?", Act.HESITATE_FEAR, 0.7, None),
        ("doe maar weg", Act.WITHDRAW, 0.9, None),
    ],
)
def test_an_act_that_says_more_comes_before_a_topic(said: str, act: Act, score: float, topic: Topic | None) -> None:
    heard = Understanding("nl", act=act, act_score=score, topic=Topic.RECEIVERS, topic_score=0.95)
    assert topic_asked("nl", said, heard) == topic


def test_a_story_that_ends_in_a_question_is_a_story() -> None:
    needs = {Need.FAMILY: 0.9}
    told = Understanding("nl", needs=(Need.FAMILY,), need_scores=needs, topic=Topic.AFTERWARDS, topic_score=0.9)
    assert intent_of_topic(moment(), told, "mijn man is weg, wat nu?") is None
    assert intent_of_topic(moment(), told, "wat is een ocmw?") == Act.ASK_INFO


def test_what_is_asked_beside_is_told_once() -> None:
    heard = [asking(Topic.RECEIVERS), asking(Topic.RECEIVERS), asking(Topic.RECAP), asking(None)]
    parts = ["waar gaat dat naartoe?", "wie krijgt dat?", "wat heb ik gezegd?", "wat is een caw?"]
    assert asked_in(moment("nl", "when"), parts, heard) == [Topic.RECEIVERS, "caw"]


@pytest.mark.parametrize(
    ("language", "said", "spoken"),
    [
        ("nl", "ik spreek tigrinya", "ti"),
        ("fr", "je parle tigrinya, un interprète ?", "ti"),
        ("en", "I speak Dari", "fa"),
        ("ar", "أحتاج مترجم للأوكرانية", None),
        ("ar", "أتكلم التركية", "tr"),
        ("nl", "ik spreek Frans", None),
        ("en", "my neighbour is Turkish", None),
    ],
)
def test_the_language_that_somebody_says_they_speak(language: str, said: str, spoken: str | None) -> None:
    assert language_spoken(language, said) == spoken


@pytest.mark.parametrize(
    ("language", "said", "wishes"),
    [
        ("nl", "liefst geen bekende, en met een vrouw", (Preference.WOMAN, Preference.NO_ACQUAINTANCE)),
        ("fr", "surtout pas du village", (Preference.NO_ACQUAINTANCE,)),
        ("ar", "ما بدي حدا بيعرفني", (Preference.NO_ACQUAINTANCE,)),
        ("en", "nobody I know please", (Preference.NO_ACQUAINTANCE,)),
        ("en", "please not anybody from Watou itself", ()),  # that is a limit, in the very words
        ("nl", "niemand van mijn familie helpt", ()),
        ("nl", "ik heb hier geen bekenden", ()),
        ("en", "I have no friends here", ()),
    ],
)
def test_what_is_wished_of_a_helper(language: str, said: str, wishes: tuple[Preference, ...]) -> None:
    assert wishes_told(moment(language, "reach"), HelpQuestion(), said) == wishes


def test_a_wish_is_noted_once_and_not_where_it_is_the_answer() -> None:
    known = HelpQuestion(preferences=(Preference.WOMAN,))
    assert wishes_told(moment("en", "reach"), known, "with a woman") == ()
    assert wishes_told(moment("en", "preference"), HelpQuestion(), "with a woman") == ()


@pytest.mark.parametrize(
    ("language", "said", "reach"),
    [
        ("en", "nobody comes to my house please", Reach.HOME_VISIT),
        ("nl", "niet bellen, hij neemt op", Reach.PHONE),
        ("fr", "pas le téléphone, ma femme regarde les appels", Reach.PHONE),
    ],
)
def test_a_way_is_refused_whatever_was_asked(language: str, said: str, reach: Reach) -> None:
    assert refusals_told(moment(language, "wish"), HelpQuestion(), said) == (reach,)
    assert refusals_told(moment(language, "wish"), HelpQuestion(preferences=(REFUSALS[reach],)), said) == ()
    assert refusals_told(moment(language, "wish"), HelpQuestion(for_someone_else=True), said) == ()


def test_in_a_story_only_plain_words_refuse_a_way() -> None:
    assert refusals_told(moment("ar", "heard"), HelpQuestion(), "مو بالبيت المشكلة") == ()
    assert refusals_told(moment("nl", None), HelpQuestion(), "het is niet thuis dat het misloopt") == ()
    assert refusals_told(moment("nl", None), HelpQuestion(), "niemand mag hier komen") == (Reach.HOME_VISIT,)


def test_who_asks_or_says_what_they_are_wishes_nobody() -> None:
    assert wishes_told(moment("nl", "reach"), HelpQuestion(), "liefst een vrouw") == (Preference.WOMAN,)
    assert wishes_told(moment("nl", "reach"), HelpQuestion(), "is dat met een vrouw?") == ()
    assert wishes_told(moment("ar", "wish"), HelpQuestion(), "أنا ست، مو رجال") == ()


@pytest.mark.parametrize(
    ("language", "said", "refuses"),
    [
        ("nl", "ik heb schulden, maar ik wil niet naar het OCMW", True),
        ("nl", "t ocmw mag hier niks van weten", True),
        ("nl", "liever niet via de gemeente", True),
        ("nl", "ik durf niet naar het OCMW", False),
        ("nl", "ik krijg geen geld van het OCMW", False),
        ("nl", "en niet het OCMW?", False),
        ("fr", "je veux pas aller au CPAS", True),
        ("fr", "je touche pas le cpas", False),
        ("ar", "عندي ديون وما بدي البلدية تعرف", True),
        ("ar", "البلدية لا تساعدني", False),
        ("en", "no town hall please", True),
        ("en", "I can't go to the OCMW, I have no car", False),
    ],
)
def test_the_welfare_office_is_refused(language: str, said: str, refuses: bool) -> None:
    assert refuses_ocmw(language, said) is refuses


def test_welfare_offices_are_known_by_their_name_in_any_language() -> None:
    names = {"a": "OCMW Zeedorp", "b": "Huis Zonnebloem", "c": "CPAS de Pré-Vert", "d": "Sociaal Huis Oost"}
    organizations = tuple(Organization(id=id, name=name) for id, name in names.items())
    assert ocmws(Directory(organizations)) == ("a", "c", "d")
