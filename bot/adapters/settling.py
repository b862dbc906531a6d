"""What an intent that was heard comes to where the talk is."""

from __future__ import annotations

from collections.abc import Mapping

from bot.adapters.corrections import names_money
from bot.adapters.enough import enough_answers
from bot.adapters.homes import is_a_place
from bot.adapters.languages_named import language_denied
from bot.adapters.moment import (
    AFTER_THE_STORY,
    ASKS_IF_RIGHT,
    BEFORE_SENDING,
    IN_OWN_WORDS,
    LATE,
    LIKELY,
    RESUMES,
    Asked,
    Moment,
)
from bot.adapters.other_words import (
    asked_back,
    cries_for_help,
    in_other_words,
    only_looks,
    wants_peace,
)
from bot.adapters.phrases import (
    FEW_WORDS,
    QUESTION_MARKS,
    asks,
    denies,
    goes_on,
    named,
    takes_back,
)
from bot.adapters.sending_told import wants_it_sent
from bot.adapters.somebody_else import FOR_OTHERS, about_another, beside_oneself
from bot.adapters.word_lists import begins_with, follows, mentions
from bot.domain.labels import Act, Need
from bot.domain.understanding import Understanding
from bot.nlu.example import OUT_OF_SCOPE, TELL
from bot.nlu.understanding import TELLS_FROM

COME_BACK = "come_back"
POLITE = frozenset(["greet", "thank", "goodbye"])
SMALL_TALK = POLITE | {"affirm", "dont_know", "ask_info", OUT_OF_SCOPE}
"""Intents of those who come back without telling anything new."""
WORDS_OF_A_STORY = 10
"""Who writes so many words is never told that they were not understood: they are kept, and more is asked."""
WORDS_THAT_TELL_ON = {"heard": 2, "story": FEW_WORDS, "main_need": 3}
"""How many words tell more, by what was asked."""
ANSWERS_A_WAY_ON = {"affirm": "resume", "deny": "not_now"}
"""What a typed yes or no means where nothing but going on was offered."""
NODS = frozenset([Act.GREET, Act.GOODBYE, Act.CHOOSE, Act.DONT_KNOW, OUT_OF_SCOPE])
"""What "fine" is taken for, alone."""
WORDS_OF_A_NOD = 3
LEAVES = (Act.NOT_NOW, Act.GOODBYE, Act.WITHDRAW)
ABOUT_SOMEBODY = frozenset([TELL, OUT_OF_SCOPE, Act.AFFIRM, Act.DENY, Act.CORRECT, *FOR_OTHERS])
UNSURE = frozenset([TELL, OUT_OF_SCOPE, "dont_know", "ask_cost", "not_bad_enough"])
"""Intents that words which stand for something else overrule."""
LOOKS = UNSURE | {Act.ASK_INFO}
"""Intents that "just looking" overrules."""


BEGINS_NOTHING: Mapping[str, str] = {
    Act.AFFIRM: Act.THANK.value,
    Act.DENY: OUT_OF_SCOPE,
    Act.DONT_KNOW: OUT_OF_SCOPE,
    TELL: OUT_OF_SCOPE,
}
"""What is meant by what tells no need while a question is at a partner: it begins no new one ("ok", "let's see")."""


def without_act(heard: Understanding, said: str) -> str:
    """The intent of a message whose act counts for nothing."""
    tells = heard.needs or heard.crisis or heard.tells >= TELLS_FROM or len(said.split()) >= WORDS_OF_A_STORY
    return TELL if tells else OUT_OF_SCOPE


def settled(moment: Moment, heard: Understanding, said: str, intent: str) -> str:
    """What an intent that was heard comes to where the talk is."""
    if intent == OUT_OF_SCOPE and not any(map(str.isalnum, said)):  # "...", a face
        return "say_nothing"
    intent = _not_misheard(moment, heard, said, intent)
    answer = _turns_away(moment, said, intent) or _answers(moment, heard, said, intent)
    return answer or _on_the_way(moment, heard, said, _in_set_words(moment, heard, said, intent))


def _not_misheard(moment: Moment, heard: Understanding, said: str, intent: str) -> str:
    """The intent, or what is told instead by words that only sound like it ("saturday" like a greeting)."""
    no_greeting = intent == Act.GREET and moment.slot and not mentions(moment.language, "greet_words", said)
    if intent in (Act.AFFIRM, Act.DENY) and moment.idle and cries_for_help(moment.language, said):  # "I can't any more"
        return TELL
    no_answer = intent in (Act.AFFIRM, Act.DENY) and moment.idle and heard.needs  # "no work"
    no_wish = intent == Act.CHANGE_LANGUAGE and (
        language_denied(said) not in (None, moment.language)
        or any(mentions(moment.language, key, said) for key in ("helper_speaks_words", "they_speak_words"))
        or begins_with(moment.language, "add_words", said)
    )
    adds_a_need = moment.slot == "heard" and heard.needs
    no_choice = intent == Act.CHOOSE and (not moment.offered or adds_a_need or len(said.split()) > FEW_WORDS)
    no_price = intent == "ask_cost" and names_money(moment.language, said)
    troubled = Need.FAMILY in moment.needs or Need.FAMILY in heard.needs
    leaves = intent in LEAVES and troubled and mentions(moment.language, "leaving_words", said)
    if intent == Act.CORRECT and moment.slot in IN_OWN_WORDS and not _corrects(moment.language, heard, said):
        return TELL
    if moment.slot in IN_OWN_WORDS and is_a_place(moment.language, said):
        return Act.INFORM_PLACE.value
    if no_greeting or no_answer or no_wish or no_choice or no_price or leaves:
        return without_act(heard, said)
    if intent == Act.CORRECT and moment.before_a_story and heard.needs:
        return TELL
    if intent in POLITE and (heard.needs or heard.places):
        return TELL if heard.needs else Act.INFORM_PLACE.value
    return intent


def _corrects(language: str, heard: Understanding, said: str) -> bool:
    """True where words, and not only their sound, change what was told ("my brother, but he lives far away")."""
    says_no = denies(language, said) or any(
        begins_with(language, key, said) for key in ("begins_no_words", "but_words")
    )
    return bool(says_no or heard.leaves_out or heard.denied or mentions(language, "wrong_words", said))


def _turns_away(moment: Moment, said: str, intent: str) -> str | None:
    """The intent of who wants no talk, speaks of somebody else, or comes back after hours; None of others."""
    if wants_peace(moment.language, said):
        return Act.NOT_NOW.value
    if beside_oneself(moment, said):
        return TELL if intent in FOR_OTHERS else None
    if intent in ABOUT_SOMEBODY and not moment.for_another and (act := about_another(moment.language, said)):
        return act.value
    if moment.away and intent in SMALL_TALK:
        return RESUMES.lstrip("/") if goes_on(moment.language, said) else COME_BACK
    return None


def _answers(moment: Moment, heard: Understanding, said: str, intent: str) -> str | None:
    """The intent of an answer that says in other words what a button would, or takes back; None of others."""
    language = moment.language
    if _finds_it_right(moment, said, intent) or (moment.slot in BEFORE_SENDING and wants_it_sent(language, said)):
        return Act.AFFIRM.value
    if takes_back(language, said):
        if moment.can_take_back and moment.decides:
            return Act.WITHDRAW.value
        if not moment.can_take_back and moment.needs and not heard.needs:
            return "status"
    if (answer := enough_answers(moment, heard, said, intent)) is not None:
        return answer
    if intent == Act.DENY and moment.slot == "heard" and named(language, "when_words", said) == "any":
        return Act.AFFIRM.value
    if intent == Act.NOT_NOW and moment.slot == "when":  # "tomorrow" puts off the call, not the talk
        return Act.DONT_KNOW.value
    return None


def _in_set_words(moment: Moment, heard: Understanding, said: str, intent: str) -> str:
    """The intent that set words tell where the whole was not understood, or only touches a need."""
    if intent in UNSURE:
        intent = in_other_words(moment.language, moment.slot, heard.needs, said, intent)
    if intent in LOOKS and _only_looks(moment, heard, said):
        intent = Act.NOT_NOW.value
    if not heard.needs and len(said.split()) < WORDS_OF_A_STORY:
        intent = asked_back(moment.language, moment.slot, said, intent)
    if intent == OUT_OF_SCOPE and (_tells_on(moment, said) or begins_with(moment.language, "add_words", said)):
        return TELL
    return OUT_OF_SCOPE if intent == TELL and not heard.needs and _only_touches(moment, said) else intent


def _on_the_way(moment: Moment, heard: Understanding, said: str, intent: str) -> str:
    """The intent in the light of whether a talk begins, is told, or only waits to be gone on with."""
    adds = intent == Act.DENY and moment.slot == "heard" and _adds_to_a_yes(moment, heard, said)
    if adds or (intent == Act.AFFIRM and _tells_with_a_yes(moment, said)):
        return TELL
    wants_on = goes_on(moment.language, said) or mentions(moment.language, "back_words", said)
    wants_on = wants_on or (bool(moment.needs) and wants_it_sent(moment.language, said))
    if (moment.only_goes_on or moment.asked == Asked.RESTART) and wants_on:
        return RESUMES.lstrip("/")
    if moment.offers_a_way_on and intent in ANSWERS_A_WAY_ON:
        return ANSWERS_A_WAY_ON[intent]
    if moment.begins and (intent == Act.GOODBYE or (intent == OUT_OF_SCOPE and not said.endswith(QUESTION_MARKS))):
        return Act.GREET.value
    if intent == Act.ASK_PRIVACY and named(moment.language, "fear_words", said):
        return Act.HESITATE_FEAR.value
    if intent == Act.WITHDRAW and not moment.can_take_back and not mentions(moment.language, "delete_words", said):
        return Act.NOT_NOW.value
    if moment.has_sent and moment.idle and not heard.needs:
        return BEGINS_NOTHING.get(intent, intent)
    listens = moment.asked == Asked.JUST_TALKS or moment.offers_a_way_on
    return TELL if listens and intent == OUT_OF_SCOPE else intent


def _only_looks(moment: Moment, heard: Understanding, said: str) -> bool:
    return not heard.needs and moment.before_a_story and only_looks(moment.language, said)


def _finds_it_right(moment: Moment, said: str, intent: str) -> bool:
    """True for "fine, thanks" where it was asked if something is right."""
    nods = intent == Act.THANK or (intent in NODS and len(said.split()) <= WORDS_OF_A_NOD)
    asked = moment.slot in ASKS_IF_RIGHT and not denies(moment.language, said)
    return nods and asked and mentions(moment.language, "right_words", said)


def _tells_with_a_yes(moment: Moment, said: str) -> bool:
    """True for a sentence that only sounds like a yes ("it is my wife, she is gone")."""
    plainly = mentions(moment.language, "right_words", said) or named(moment.language, "knows_words", said) == "yes"
    open_to_a_story = moment.asked is None and moment.slot in (None, "story", "heard") and not moment.offers_a_way_on
    return open_to_a_story and len(said.split()) >= FEW_WORDS and not plainly


def _adds_to_a_yes(moment: Moment, heard: Understanding, said: str) -> bool:
    """True for a "yes, but" that is no sure no ("yes but I don't want her to go to a home")."""
    begins = begins_with(moment.language, "knows_words.yes", said)
    return begins and heard.act_score < LIKELY and follows(moment.language, "knows_words.yes", "but_words", said)


def _tells_on(moment: Moment, said: str) -> bool:
    """Who answers what was heard with some words tells more; to ask for other words would turn them away."""
    enough = WORDS_THAT_TELL_ON.get(moment.slot or "")
    return enough is not None and len(said.split()) >= enough and not asks(moment.language, said)


def _only_touches(moment: Moment, said: str) -> bool:
    """True for what is said to the bot once the story is told: a question, or where that is nearly done a few words."""
    asks_it = moment.slot in (*LATE, *AFTER_THE_STORY) and asks(moment.language, said)
    return asks_it or (moment.slot in LATE and len(said.split()) <= FEW_WORDS)
