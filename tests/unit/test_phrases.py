"""Words that are typed and mean something, in each language of the bot."""

from __future__ import annotations

import pytest

from bot.adapters.ages import age_told
from bot.adapters.corrections import need_chosen, needs_in_parts, parts_of
from bot.adapters.languages_named import greeted_in, language_denied, language_named
from bot.adapters.other_words import fears_a_link
from bot.adapters.phrases import (
    FEW_WORDS,
    NAMED,
    asks,
    asks_back,
    first_wished,
    intent_named,
    named,
    needs_named,
    questions_beside,
    says_stop,
    unwished,
    wants_all_deleted,
    wished,
)
from bot.adapters.wishes import plainly_refused, ways_refused
from bot.adapters.word_lists import without_tail, without_words
from bot.adapters.wordings import catalogues
from bot.domain.labels import LANGUAGES, Need, Reach
from bot.domain.passages import passages


def test_a_long_story_has_passages_and_loses_no_word() -> None:
    story = (
        "Bonsoir. Voilà, je ne sais plus comment faire, mon mari est parti en mars et je suis seule avec les enfants. "
        "Le loyer a encore augmenté, 3,50 euros le pain! Je ne dors plus"
    )
    assert passages(story) == [
        "Bonsoir Voilà je ne sais plus comment faire",
        "mon mari est parti en mars et je suis seule avec les enfants",
        "Le loyer a encore augmenté 3,50 euros le pain",
        "Je ne dors plus",
    ]
    assert passages("mon loyer a augmenté. je ne dors plus.") == []
    assert [len(passage.split()) for passage in passages("mot " * 40)] == [15, 15, 10]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nl", "ik ben 15"),
        ("nl", "kben 14 jaar en ze pesten mij"),
        ("nl", "ik ben 16, wat moet ik doen"),
        ("fr", "j'ai 15 ans et j'ai peur"),
        ("ar", "عمري ١٥ سنة"),
        ("en", "I'm 13 and my dad drinks"),
    ],
)
def test_somebody_under_18(language: str, said: str) -> None:
    age = age_told(language, said)
    assert age is not None and age < 18


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nl", "ik ben 35 en alleen"),
        ("nl", "mijn dochter is 15"),
        ("nl", "ik ben 16 weken zwanger"),
        ("nl", "ik ben 15 km van Veurne"),
        ("fr", "j'ai 15 euros"),
        ("fr", "j'ai 35 ans"),
        ("ar", "عمري 40 سنة"),
        ("en", "I'm 16 weeks pregnant"),
        ("en", "I have 15 euros left"),
    ],
)
def test_nobody_under_18(language: str, said: str) -> None:
    assert (age_told(language, said) or 18) >= 18


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nl", "ik ben 52"),
        ("nl", "k ben 52"),
        ("nl", "'k zyn 52 joar"),
        ("nl", "k zin 52"),
        ("nl", "ik ben al 52 hoor"),
        ("nl", "ik ben een man van 52"),
        ("nl", "ik ben 52, dat is voor jongeren"),
        ("fr", "j'ai 52 ans"),
        ("fr", "J’ai 52 ans, c'est pour les jeunes"),
        ("fr", "je suis un homme de 52 ans"),
        ("ar", "عمري 52"),
        ("ar", "أنا رجل عمري ٥٢ سنة"),
        ("ar", "عندي 52 عاما"),
        ("en", "I am 52 years old"),
        ("en", "i'm a 52 year old man"),
        ("en", "I'm 52, that's for young people"),
    ],
)
def test_an_age_in_many_words(language: str, said: str) -> None:
    assert age_told(language, said) == 52


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nl", "mijn vader is een man van 52"),
        ("nl", "ik ben 52 euro kwijt"),
        ("nl", "ik ben al 52 dagen ziek"),
        ("fr", "je suis ici depuis 52 jours"),
        ("en", "i am 52 days sober"),
    ],
)
def test_no_age_of_the_writer(language: str, said: str) -> None:
    assert age_told(language, said) is None


@pytest.mark.parametrize(
    ("language", "said", "fine", "rest"),
    [
        ("nl", "nee, de huur is in orde, het is mijn werk", Need.HOUSING, Need.WORK),
        ("fr", "non, le loyer ça va, c'est le travail", Need.HOUSING, Need.WORK),
        ("en", "no, the rent is fine, it is the job", Need.HOUSING, Need.WORK),
        ("ar", "لا، السكن تمام، المشكلة في الشغل", Need.HOUSING, Need.WORK),
    ],
)
def test_a_correction_has_parts(language: str, said: str, fine: Need, rest: Need) -> None:
    told = [(needs_named(language, part), is_fine) for part, is_fine in parts_of(language, said)]
    assert ((fine,), True) in told
    assert ((rest,), False) in told


@pytest.mark.parametrize(
    ("language", "said", "not_the_matter"),
    [
        ("en", "its not the gaming its that i have nothing to get up for", Need.ADDICTION),
        ("en", "I am not lonely. I am fed up", Need.LONELINESS),
        ("nl", "tis niet de drank", Need.ADDICTION),
        ("fr", "c'est pas le loyer", Need.HOUSING),
        ("ar", "مو الشغل", Need.WORK),
    ],
)
def test_what_somebody_says_it_is_not(language: str, said: str, not_the_matter: Need) -> None:
    denied = [needs_named(language, part) for part, is_fine in parts_of(language, said) if is_fine]
    assert any(not_the_matter in needs for needs in denied)


@pytest.mark.parametrize("said", ["its not easy with the money", "I have no job", "not far from the school"])
def test_a_need_that_is_there_is_not_denied(said: str) -> None:
    assert parts_of("en", said) == [(said, False)]


@pytest.mark.parametrize(
    ("said", "needs"),
    [
        ("family i guess. i have no break", (Need.FAMILY,)),
        ("i was drunk. again", (Need.ADDICTION,)),
        ("no i am not lonely. i am fed up", ()),
        ("the rent is fine, ok?", ()),
    ],
)
def test_needs_that_parts_of_a_text_name(said: str, needs: tuple[Need, ...]) -> None:
    assert needs_in_parts("en", said) == needs


def test_what_is_lacked_is_a_story_where_nothing_was_heard() -> None:
    assert needs_in_parts("fr", "pas argent", lacked=True) == (Need.MONEY,)
    assert needs_in_parts("fr", "pas argent") == ()
    assert needs_in_parts("en", "the rent is fine", lacked=True) == ()


@pytest.mark.parametrize(
    ("said", "need"),
    [
        ("the rent. no, the job", Need.WORK),
        ("the job i think", Need.WORK),
        ("not the job, the rent", Need.HOUSING),
        ("the job and the rent", None),
        ("the job, the rent", None),
        ("my dog", None),
    ],
)
def test_which_need_is_chosen(said: str, need: Need | None) -> None:
    assert need_chosen("en", said, (Need.WORK, Need.HOUSING)) == need


@pytest.mark.parametrize(
    ("said", "wished", "denied"),
    [
        ("en français svp, pas néerlandais", "fr", None),
        ("mijn Frans is niet goed", None, "fr"),
        ("kan het in het Engels?", "en", None),
        ("pas français, pas néerlandais", None, None),
        ("bonjour", None, None),
    ],
)
def test_a_language_is_wished_or_denied(said: str, wished: str | None, denied: str | None) -> None:
    assert (language_named(said), language_denied(said)) == (wished, denied)


def test_a_text_without_a_denial_stays_whole() -> None:
    story = "Ik heb geen geld, en geen werk."
    assert parts_of("nl", story) == [(story, False)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", NAMED)
def test_every_word_of_a_list_names_its_own(language: str, kind: str) -> None:
    for option in NAMED[kind]:
        for word in catalogues().say(language, f"{kind}.{option}" if option else kind).split("|"):
            assert named(language, kind, word) in (str(option), None), word


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_does_not_know_is_not_taken_to_know(language: str) -> None:
    for word in catalogues().say(language, "knows_words.no").split("|"):
        assert named(language, "knows_words", word) == "no", word


@pytest.mark.parametrize("language", LANGUAGES)
def test_needs_named_alone(language: str) -> None:
    for need in Need:
        for word in catalogues().say(language, f"need_words.{need}").split("|"):
            assert need in needs_named(language, word), word


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_story_names_no_intent(language: str) -> None:
    story = {
        "nl": "gewoon praten lukt niet meer met mijn man, hij roept en ik weet niet waar naartoe",
        "fr": "je voudrais juste parler à mon mari mais il crie et je ne sais plus où aller",
        "ar": "أريد فقط أن أتكلم مع زوجي لكنه يصرخ ولا أعرف إلى أين أذهب الآن",
        "en": "I just want to talk to my husband but he shouts and I do not know where to go",
    }[language]
    assert intent_named(language, story) is None


@pytest.mark.parametrize(
    ("language", "said", "yes", "no"),
    [
        ("nl", "niet bij mij thuis, bel maar", "phone", {"home_visit"}),
        ("fr", "pas chez moi, ici par message", "chat", {"home_visit"}),
        ("en", "not at home please! he is there", None, {"home_visit"}),
        ("en", "come to my home", "home_visit", set()),
        ("en", "call me. no wait, write", "chat", set()),
        ("en", "call me or write", None, set()),
        ("nl", "bel mij, nee toch liever bij mij thuis", "home_visit", set()),
        ("ar", "ليس في البيت، أريد رسالة", "chat", {"home_visit"}),
    ],
)
def test_what_is_wished_and_what_is_not(language: str, said: str, yes: str | None, no: set[str]) -> None:
    assert wished(language, "reach_words", said) == yes
    assert unwished(language, "reach_words", said) == no


@pytest.mark.parametrize(
    ("language", "said"), [("nl", "Cindy is goed"), ("fr", "Cindy ça suffit"), ("en", "Cindy, please")]
)
def test_a_name_without_what_follows_it(language: str, said: str) -> None:
    assert without_tail(language, "name_end_words", said) == "Cindy"


@pytest.mark.parametrize(
    ("said", "language"),
    [("salam khoya", "ar"), ("hallo", "nl"), ("salut", "fr"), ("hello?", "en"), ("salam, ik zoek werk", None)],
)
def test_a_greeting_tells_its_language(said: str, language: str | None) -> None:
    assert greeted_in(said) == language


@pytest.mark.parametrize(
    ("language", "said", "only"),
    [
        ("ar", "3lach?", True),
        ("ar", "شو قصدك", True),
        ("nl", "Waarom wil je dat weten?", True),
        ("fr", "pourquoi ?", True),
        ("en", "why do you need that? who reads this", False),
    ],
)
def test_asking_back(language: str, said: str, only: bool) -> None:
    assert asks_back(language, said)
    assert asks_back(language, said, only=True) is only


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ar", "ليش ما حدا بيساعدني"),
        ("nl", "waarom overkomt mij dat altijd"),
        ("fr", "pourquoi toujours moi"),
        ("en", "why me"),
    ],
)
def test_a_complaint_asks_nothing_back(language: str, said: str) -> None:
    assert not asks_back(language, said)


def test_a_need_is_named_with_an_and_joined_to_it() -> None:
    assert needs_named("ar", "نعم وشغل كمان") == (Need.WORK,)


def test_what_is_feared_is_not_wished() -> None:
    assert wished("ar", "reach_words", "غير بالكتابة، هو كيشوف تيليفوني") == "chat"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("need", Need)
def test_what_the_bot_calls_a_need_is_heard_when_it_is_typed(language: str, need: Need) -> None:
    label = catalogues().say(language, f"need.{need}")
    assert need in needs_named(language, label) or len(label.split()) > FEW_WORDS


@pytest.mark.parametrize(
    ("language", "said", "yes"),
    [
        ("nl", "kan der niet iemand tot hier kommen", "home_visit"),
        ("nl", "schrijven is goed. bellen is moeilijk", "chat"),
        ("nl", "appen is t beste. ni bellen", "chat"),
        ("fr", "quelqu'un ne peut pas venir chez moi", "home_visit"),
        ("fr", "par message, le téléphone c'est difficile", "chat"),
        ("en", "can't somebody come to my home", "home_visit"),
        ("en", "calling is difficult, please write", "chat"),
        ("ar", "الهاتف صعب، رسالة أفضل", "chat"),
    ],
)
def test_a_polite_no_is_a_wish_and_what_is_hard_is_none(language: str, said: str, yes: str) -> None:
    assert wished(language, "reach_words", said) == yes


@pytest.mark.parametrize(
    ("language", "said", "parts"),
    [
        ("nl", "ja toch verder. maar is da echt gratis en wie leest da", ["is da echt gratis", "wie leest da"]),
        ("fr", "d'accord mais c'est gratuit ? et qui lit ça ?", ["c'est gratuit ?", "qui lit ça ?"]),
        ("en", "ok but is it free? and who reads this?", ["is it free?", "who reads this?"]),
        ("ar", "طيب، هل هو مجاني؟ من يقرأ هذا؟", ["هل هو مجاني؟", "من يقرأ هذا؟"]),
        ("nl", "wie leest dat hier", []),
        ("nl", "mijn baas roept en ik slaap slecht", []),
    ],
)
def test_questions_beside_something_else(language: str, said: str, parts: list[str]) -> None:
    assert questions_beside(language, said) == parts


def test_a_word_that_is_said_twice_is_taken_out_twice() -> None:
    rest = without_words("en", "no_danger_words", "no danger no danger please")
    assert rest == "please"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nl", "wis alles nu hij komt"),
        ("fr", "efface tt il va voir mon tel"),
        ("ar", "سأذهب إلى بيت جارتي الليلة. امسحوا كل شيء من فضلكم، لا أريد أن يراه"),
        ("en", "he comes home. must go. delete all"),
    ],
)
def test_who_wants_all_deleted_is_heard_among_other_words(language: str, said: str) -> None:
    assert wants_all_deleted(language, said)


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "don't delete everything"), ("nl", "niet alles wissen"), ("en", "I want to die, delete everything")],
)
def test_a_no_and_plain_danger_are_no_wish_to_delete(language: str, said: str) -> None:
    assert not wants_all_deleted(language, said)


@pytest.mark.parametrize(("language", "said"), [("nl", "nee stop"), ("fr", "STOP"), ("en", "leave me alone. please")])
def test_a_bare_stop(language: str, said: str) -> None:
    assert says_stop(language, said)


@pytest.mark.parametrize(("language", "said"), [("en", "I want to stop drinking"), ("nl", "ik heb niet genoeg geld")])
def test_stop_inside_a_sentence_is_none(language: str, said: str) -> None:
    assert not says_stop(language, said)


@pytest.mark.parametrize(
    ("said", "is_question"),
    [
        ("من يقرأ هذا", True),
        ("ما هو OCMW", True),
        ("مين رح يشوف رقمي", True),
        ("ما عم يدفعولي", False),
        ("من سنة ما عندي شغل", False),
        ("راح زوجي وتركني", False),
    ],
)
def test_words_that_ask_in_arabic_and_also_mean_not_from_or_gone(said: str, is_question: bool) -> None:
    assert asks("ar", said) is is_question


@pytest.mark.parametrize(
    ("language", "said", "refuses"),
    [
        ("nl", "bel niet op woensdag", False),
        ("nl", "bel niet", True),
        ("en", "don't call on Friday", False),
        ("en", "please don't call", True),
        ("fr", "n'appelez pas le mercredi", False),
    ],
)
def test_a_day_that_does_not_suit_refuses_no_way(language: str, said: str, refuses: bool) -> None:
    assert (Reach.PHONE in unwished(language, "reach_words", said)) is refuses


def test_a_question_refuses_no_way() -> None:
    asked = "But how would they find me, they have no address and no telephone number?"
    assert not ways_refused("en", asked) and not plainly_refused("en", asked)


@pytest.mark.parametrize(
    ("language", "said", "asks_it"),
    [
        ("nl", "ebt ge iets te maken me de politie of tocmw want dan stop ik direct", True),
        ("nl", "zit de politie hier achter ja of nee", True),
        ("fr", "attends t'es pas en lien avec la police ou un truc comme ça", True),
        ("en", "do you report us to child services", True),
        ("ar", "هل عندكم علاقة بالشرطة", True),
        ("nl", "de politie is hier geweest", False),
        ("en", "I work with the parents", False),
    ],
)
def test_who_asks_what_the_bot_has_to_do_with_the_police(language: str, said: str, asks_it: bool) -> None:
    assert fears_a_link(language, said) is asks_it


def test_any_afternoon_is_an_afternoon() -> None:
    assert wished("en", "when_words", "Any afternoon bar Thursday") == "afternoon"
    assert wished("en", "when_words", "any time") == "any"


@pytest.mark.parametrize(
    ("language", "said", "way"),
    [
        ("nl", "niet bellen, kom maar bij mij thuis", "home_visit"),
        (
            "en",
            "Call on phone is difficult for me. Come in my house after one, not when my husband is at home",
            "home_visit",
        ),
        ("en", "no visit and no call please", None),
    ],
)
def test_the_only_way_that_is_not_refused_is_wished(language: str, said: str, way: str | None) -> None:
    assert first_wished(language, "reach_words", said) == way
