"""Questions that many ask on the way, what is wished of a helper, and languages that the bot does not speak."""

from __future__ import annotations

from itertools import combinations

import pytest

from bot.adapters.moment import Moment
from bot.adapters.phrases import language_spoken
from bot.adapters.topics import TOPICS, intent_of_topic, topic_asked, wants_deletion
from bot.adapters.wishes import ocmws, refusals_told, refuses_ocmw, wishes_told
from bot.adapters.word_lists import words_of_list
from bot.adapters.wordings import catalogues
from bot.domain.labels import LANGUAGES, REFUSALS, Act, Need, Preference, Reach
from bot.domain.partners import Directory, Organization
from bot.domain.question import HelpQuestion
from bot.domain.understanding import Understanding
from bot.nlu.example import TELL


def moment(language: str = "nl", slot: str | None = None, *, has_sent: bool = False) -> Moment:
    return Moment(language=language, asked=None, slot=slot, begins=False, away=False, has_sent=has_sent)


@pytest.mark.parametrize(
    ("language", "said", "topic"),
    [
        ("nl", "hoe lang duurt dat?", "duration"),
        ("nl", "mag mijn zus mee?", "companion"),
        ("nl", "wat is een OCMW", "ocmw"),
        ("nl", "ik weet niet hoe lang ik dat nog volhou", None),
        ("nl", "ik moet lang wachten op een huis", None),
        ("fr", "et s'ils disent non ?", "refusal"),
        ("fr", "c'est quoi le CPAS ?", "ocmw"),
        ("fr", "j'ai un rendez-vous au CPAS demain", None),
        ("ar", "شو هو ال OCMW؟", "ocmw"),
        ("ar", "كم يستغرق هذا؟", "duration"),
        ("en", "do they speak Arabic?", "languages"),
        ("en", "can i bring my sister", "companion"),
        ("en", "what is the weather?", None),
        ("en", "I have no papers and I am afraid", None),
    ],
)
def test_what_a_question_is_about(language: str, said: str, topic: str | None) -> None:
    assert topic_asked(language, said) == topic


def test_every_topic_is_listened_for_and_answered_in_every_language() -> None:
    for language in LANGUAGES:
        for topic in TOPICS:
            assert words_of_list(language, f"asked_words.{topic}"), (language, topic)
            assert catalogues().template(language, f"answer.{topic}"), (language, topic)


def test_no_words_stand_for_two_topics() -> None:
    for language in LANGUAGES:
        lists = {topic: words_of_list(language, f"asked_words.{topic}") for topic in TOPICS}
        shared = {(a, b): lists[a] & lists[b] for a, b in combinations(TOPICS, 2)}
        assert {pair: words for pair, words in shared.items() if words} == {}


@pytest.mark.parametrize(
    ("at", "said", "intent"),
    [
        (moment(), "hoe lang duurt dat?", Act.ASK_INFO),
        (moment(has_sent=True), "hoe lang duurt dat?", "status"),
        (moment(slot="service"), "spreken ze arabisch?", TELL),
        (moment(slot="service"), "zijn ze open op zondag?", "tell_more"),
        (moment(slot="wish"), "spreken ze arabisch?", Act.ASK_INFO),
        (moment(slot="summary"), "kan ik nog iets veranderen?", None),
        (moment(slot="service"), "kan ik nog iets veranderen?", Act.ASK_INFO),
        (moment(slot="wish"), "een tolk? ik spreek tigrinya", None),
        (moment(), "mijn huis is koud", None),
    ],
)
def test_a_question_has_its_intent_where_the_talk_is(at: Moment, said: str, intent: str | None) -> None:
    assert intent_of_topic(at, Understanding("nl"), said) == intent


def test_a_story_that_ends_in_a_question_is_a_story() -> None:
    told = Understanding("nl", needs=(Need.FAMILY,), need_scores={Need.FAMILY: 0.9})
    assert intent_of_topic(moment(), told, "mijn man is weg, wat nu?") is None
    assert intent_of_topic(moment(), told, "wat is een ocmw?") == Act.ASK_INFO


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
    ("language", "said", "topic"),
    [
        ("nl", "belt die mn ma ja of nee?", "relatives"),
        ("fr", "est-ce qu'ils vont prévenir ma femme ?", "relatives"),
        ("en", "will they tell my boss", "relatives"),
        ("en", "can you help my mother?", None),
        ("nl", "waarom is mijn man zo kwaad?", None),
        ("en", "has it arrived?", "arrival"),
        ("ar", "ما رديت علي", "complaint"),
        ("fr", "vous n'écoutez pas", "complaint"),
    ],
)
def test_who_is_told_what_has_gone_out_and_complaints(language: str, said: str, topic: str | None) -> None:
    assert topic_asked(language, said) == topic


@pytest.mark.parametrize(
    ("language", "said", "topic"),
    [
        ("nl", "is da alleen naar hen gegaan?", "receivers"),
        ("nl", "wie eeft da nu", "receivers"),
        ("fr", "ki la recu ?", "receivers"),
        ("fr", "quelqu'un d'autre a vu ma question ?", "receivers"),
        ("ar", "سؤالي عند مين؟", "receivers"),
        ("ar", "واش شافو شي حد آخر؟", "receivers"),
        ("en", "did it go only to them?", "receivers"),
        ("en", "did anyone else get it", "receivers"),
        ("nl", "goat er iemand bellen of hoe", "contact"),
        ("nl", "wanneer bellen ze mij?", "duration"),
        ("fr", "kelkun va mapeler ?", "contact"),
        ("ar", "واش غادي يعيطو ليا؟", "contact"),
        ("ar", "متى سيتصلون؟", "duration"),
        ("en", "will somebody call me or write?", "contact"),
        ("en", "when will they call me?", "duration"),
        ("en", "can somebody call me?", None),
        ("nl", "hejje nog etwa van mie?", "kept"),
        ("nl", "is alles nu echt weg?", "kept"),
        ("nl", "is alles gewist?", "kept"),
        ("fr", "vs gardez koi sur moi", "kept"),
        ("ar", "شو بتحتفظ عني؟", "kept"),
        ("ar", "wach b9a 3ndek chi haja dyali", "kept"),
        ("en", "how long do you keep this?", "kept"),
        ("en", "did you delete everything?", "kept"),
        ("nl", "kan ik mijn buurman anoniem melden?", "report"),
        ("fr", "je peux signaler mon voisin sans donner mon nom", "report"),
        ("ar", "فيني بلغ عن جيراني بدون اسم؟", "report"),
        ("en", "can you report this for me?", "report"),
        ("en", "I had to write a report for my boss", None),
        ("nl", "komt de school dat te weten?", "relatives"),
        ("fr", "mes enfants vont l'apprendre ?", "relatives"),
        ("ar", "المدرسة رح تعرف؟", "relatives"),
        ("en", "do my in laws get to know?", "relatives"),
        ("en", "does my husband find out?", "relatives"),
        ("fr", "où mes enfants peuvent apprendre le néerlandais ?", None),
        ("nl", "wanneer mag ik mijn kinderen zien?", None),
        ("en", "if i tell, do they take my children?", None),
    ],
)
def test_who_has_it_what_is_kept_and_who_gets_to_know(language: str, said: str, topic: str | None) -> None:
    assert topic_asked(language, said) == topic


@pytest.mark.parametrize(
    ("language", "said", "deletes"),
    [
        ("nl", "wis alles", True),
        ("nl", "is alles gewist?", False),
        ("en", "delete everything", True),
        ("en", "can you delete everything?", True),
        ("en", "did you delete everything?", False),
        ("fr", "tout effacer", True),
        ("fr", "vous avez tout effacé ?", False),
        ("ar", "احذف كل شيء", True),
        ("ar", "هل حُذف كل شيء؟", False),
    ],
)
def test_who_asks_if_it_was_deleted_deletes_nothing(language: str, said: str, deletes: bool) -> None:
    assert wants_deletion(language, said) is deletes


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
