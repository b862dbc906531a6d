"""Questions that are asked on the way ("how long does it take?"), each with an answer of its own (see Topic)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.adapters.languages_named import language_spoken
from bot.adapters.limits import whether_told
from bot.adapters.moment import IN_OWN_WORDS, LIKELY, SURE, Moment
from bot.adapters.orders import puts_back
from bot.adapters.other_words import asks_why_danger, fears_a_link, names_a_fear
from bot.adapters.phrases import (
    QUESTION_MARKS,
    asks,
    asks_back,
    asks_for_a_line,
    fear_named,
    goes_on,
    intent_named,
    takes_back,
)
from bot.adapters.sending_told import wants_it_sent
from bot.adapters.somebody_else import asks_for_another
from bot.adapters.sureness import told_plainly
from bot.adapters.topic_answers import ABOUT, OWN_LINE, TEXT_WHY_DANGER
from bot.adapters.word_lists import mentions, the_one_named, words_with_and
from bot.adapters.wordings import catalogues
from bot.domain.labels import Act, Topic
from bot.domain.understanding import ORDERS, Understanding
from bot.nlu.example import TELL

EXPLAINED = ("caw", "ocmw", "mutualiteit", "leefloon", "vdab", "clb", OWN_LINE)
"""What words in a list ask for: words that helpers use, and a number to call in the own language."""
ABOUT_HELPERS = frozenset(
    [
        Topic.HELPER_HOME,
        Topic.HELPER_WOMAN,
        Topic.HELPER_DISTANCE,
        Topic.HELPER_FIT,
        Topic.HELPER_NEED,
        Topic.WHO_IS_IT,
    ]
)
"""Topics of which more is known once helpers are shown."""
LEADS_ON = frozenset(
    [
        Topic.STATUS,
        Topic.RECAP,
        Topic.RESTART_TALK,
        Topic.JUST_TALK,
        Topic.JUST_INFORMATION,
        Topic.TELL_MORE,
        Topic.ASK_OTHERS,
        Topic.PUT_BACK,
    ]
)
"""Topics that are intents by themselves."""
SAID_TO_THE_BOT = frozenset([Topic.REMARK, Topic.COMPLAINT])
DONE_ELSEWHERE = frozenset([*ORDERS, Topic.WHY, Topic.HELPER_NEED, Topic.FOR_ONESELF, Topic.GO_ON, Topic.NO_DANGER])
ANSWERED = frozenset(Topic) - LEADS_ON - DONE_ELSEWHERE
"""Topics that have a text of their own."""
HAS_AN_ANSWER = ANSWERED | frozenset(EXPLAINED)
"""What is answered with a text: these topics, and what words in a list ask for."""
HELPERS_ARE_SHOWN = ("service", "preference", "name", "phone", "consent")
TOLD_IN_DANGER = (
    Topic.RELATIVES,
    Topic.RECEIVERS,
    Topic.KEPT,
    Topic.CALLING,
    Topic.TRACES,
    Topic.AUTHORITIES,
    *EXPLAINED,
)
"""Topics that are answered in danger too; what comes next is for those who can be called then."""
ANSWERED_BY_STATUS = (Topic.DURATION, Topic.CALLER)
"""Topics of which the status of an open question tells more; whether one has arrived, of any that was sent."""
ON_THE_CARDS = (Topic.OPENING,)
"""Topics of which the cards of the partners that are shown tell more."""
SAYS_LESS = frozenset([Act.ASK_INFO, Act.CORRECT, Act.ASK_PRIVACY])
"""Acts that say no more than that something is asked, wanted otherwise, or to stay private."""
HAS_TO_BE_SURE = frozenset(
    [Topic.JUST_TALK, Topic.JUST_INFORMATION, Topic.RESTART_TALK, Topic.ASK_OTHERS, Topic.REMARK]
)
"""Topics that lead away from the question that is open, or drop what is said, so they have to be sure."""
FEARED: Mapping[str, tuple[str, ...]] = {
    Topic.REPORT: ("papers", "benefit"),
    Topic.AUTHORITIES: ("papers", "benefit"),
    Topic.CALLING: ("police",),
}
"""Fears of those who ask whether an office is told of them, or whether "they call the police"."""
PLAINLY_FEARED = 0.8
"""From when on a fear counts that no words in a list name ("what if they tell on her")."""
WORDS_OF_A_QUESTION, WORDS_OF_WHY_NOT = 12, 2
AS_SURE = 0.02
"""Scores that differ by less are the same."""
ASKED_BESIDE = frozenset([Act.ASK_COST, Act.ASK_PRIVACY, Act.ASK_BOT])
"""Questions about the bot that are answered also where they are asked beside something else."""
ANSWERED_BY: Mapping[str, tuple[str, ...]] = {
    Act.ASK_COST: (),
    Act.ASK_PRIVACY: (Act.HESITATE_FEAR, Act.HESITATE_DISTRUST, Topic.KEPT),
    Act.ASK_BOT: (Act.ASK_INFO, Act.ASK_HUMAN),
}
"""Intents whose answer tells the same."""


def topic_asked(language: str, said: str, heard: Understanding | None) -> str | None:
    """The topic that a message is about, or one of the EXPLAINED words that a short question names.

    None where the message tells a need plainly ("he is gone, what now?"), or its act says more than the topic.
    """
    short = len(said.split()) <= WORDS_OF_A_QUESTION
    if (asks(language, said) and short) or asks_for_a_line(language, said):
        words = ((word, words_with_and(language, f"asked_words.{word}")) for word in EXPLAINED)
        if (explained := the_one_named(said, words)) is not None:
            return explained
    if heard is None or not any(map(str.isalpha, said)):
        return None
    if heard.asks_if_in:
        return Topic.IS_IT_IN
    if heard.topic is None and (in_words := _in_set_words(language, said)) is not None:
        return in_words
    if heard.topic is None:
        whether = whether_told(language, said) and not (heard.needs or heard.act_score >= LIKELY)
        return Topic.RELATIVES if whether else None
    about_needs = heard.topic is not Topic.HELPER_NEED and told_plainly(heard)
    return None if about_needs or _does_more(heard, language, said) else heard.topic


def _in_set_words(language: str, said: str) -> Topic | None:
    """The topic that words in a list tell where none is heard; None where they tell none."""
    if mentions(language, "they_speak_words", said):
        return Topic.LANGUAGES
    if len(said.split()) > WORDS_OF_A_QUESTION or not asks(language, said):
        return None
    if mentions(language, "either_words", said):
        return Topic.HELPER_WOMAN
    return Topic.DURATION if mentions(language, "duration_words", said) else None


def intent_of_topic(moment: Moment, heard: Understanding, said: str) -> str | None:
    """The intent of a message with a topic; None of others, and where the topic is no more than touched.

    Which languages those speak who are shown is a wish for one who speaks it.
    """
    topic = topic_asked(moment.language, said, heard)
    if topic is None or _tells_besides(moment, heard, said, topic) or _answers_instead(moment, heard, said, topic):
        return None
    if fear_named(moment.language, said) in FEARED.get(topic, ()) and moment.danger is None:
        return Act.HESITATE_FEAR.value
    if _told_by_status(moment, topic):
        return Topic.STATUS.value
    if moment.slot in HELPERS_ARE_SHOWN and topic in ABOUT_HELPERS:
        return Topic.TELL_MORE.value if asks_about_helpers(heard, moment.language, said) else None
    if moment.slot == "service" and topic in ON_THE_CARDS:
        return Topic.TELL_MORE.value
    if topic == Topic.LANGUAGES and moment.slot == "service":
        return TELL
    if topic == Topic.PUT_BACK and takes_back(moment.language, said):
        return None
    if topic == Topic.FOR_ONESELF:
        return str(topic) if moment.for_another and heard.topic_score >= SURE else None
    if topic == Topic.PUT_BACK and heard.order not in (None, Topic.PUT_BACK) and not puts_back(moment.language, said):
        return None
    if topic == Topic.REMARK and goes_on(moment.language, said):
        return None
    if topic in LEADS_ON:
        return _leading_on(moment, topic)
    why = topic == Topic.WHY and moment.slot is not None
    return Act.ASK_INFO.value if why or topic in HAS_AN_ANSWER else None


def _told_by_status(moment: Moment, topic: str) -> bool:
    """True for what is asked of the question, where the state of those that were sent tells it."""
    return (moment.has_sent and topic in ANSWERED_BY_STATUS) or (moment.ever_sent and topic == Topic.ARRIVAL)


def _does_more(heard: Understanding, language: str, said: str) -> bool:
    """True if the act of a message says more than its topic: a fear that is named, or an act that is as sure.

    "Who reads this?" is about privacy first, and not about who got it.
    """
    if heard.act is Act.ASK_PRIVACY and heard.topic is Topic.RECEIVERS:
        return heard.act_score >= max(SURE, heard.topic_score - AS_SURE)
    if heard.act is Act.CHANGE_LANGUAGE:
        return heard.act_score >= SURE and not mentions(language, "they_speak_words", said)
    if no_question_of_cost(heard, language, said):
        return False
    about_a_helper = heard.topic in ABOUT_HELPERS and heard.act is Act.ASK_BOT
    if heard.act is None or heard.act in SAYS_LESS or heard.topic is Topic.FOR_ONESELF or about_a_helper:
        return False
    fears_something = heard.act is Act.HESITATE_FEAR and names_a_fear(language, said)
    if fears_something or heard.act_score > heard.topic_score + AS_SURE:
        return True
    return heard.act_score >= SURE and not (heard.topic in ORDERS or asks(language, said))


def no_question_of_cost(heard: Understanding, language: str, said: str) -> bool:
    """True for "do they talk to the bank?", which sounds like one."""
    asks_what_they_do = heard.act is Act.ASK_COST and heard.topic is Topic.TASKS
    return asks_what_they_do and not mentions(language, "cost_words", said)


def asks_about_helpers(heard: Understanding, language: str, said: str) -> bool:
    """True for "does the first one come to the house?"; "at home" may as well be a wish."""
    return heard.topic in ABOUT_HELPERS and (heard.topic_score >= SURE or asks(language, said))


def _leading_on(moment: Moment, topic: str) -> str | None:
    """The topic as an intent, where there is something to lead to."""
    if topic == Topic.ASK_OTHERS and (moment.slot is not None or not moment.can_take_back):
        return None
    if topic == Topic.TELL_MORE and moment.slot not in HELPERS_ARE_SHOWN:
        return None
    return None if topic == Topic.PUT_BACK and moment.has_sent else str(topic)


def _tells_besides(moment: Moment, heard: Understanding, said: str, topic: str) -> bool:
    """True if the question belongs to a wish that can be fulfilled at once, or to an order.

    Such wishes are to be helped in a language that is named, and a change where the whole question stands.
    """
    if topic == Topic.LANGUAGES:
        return language_spoken(moment.language, said) is not None
    if topic == Topic.CHANGES:
        regrets = mentions(moment.language, "regret_words", said)
        return (moment.slot == "summary" and not regrets) or not asks(moment.language, said)
    return topic in HAS_TO_BE_SURE and (heard.topic_score < SURE or wants_it_sent(moment.language, said))


def _answers_instead(moment: Moment, heard: Understanding, said: str, topic: str) -> bool:
    """True where any words are an answer, and these are not surely a question ("just to talk to somebody")."""
    if moment.slot == "place" and heard.places:
        return not asks(moment.language, said)
    plainly_asked = said.endswith(QUESTION_MARKS) and topic in ANSWERED
    if moment.slot not in IN_OWN_WORDS or topic in EXPLAINED or plainly_asked:
        return False
    if topic in SAID_TO_THE_BOT and mentions(moment.language, "told_words", said):  # then it is not asked again
        return True
    return heard.topic_score < SURE or topic not in (*ANSWERED, Topic.PUT_BACK, Topic.FOR_ONESELF)


def asked_in(moment: Moment, parts: Sequence[str], read: Sequence[Understanding]) -> list[str]:
    """What the questions in a text ask, each once: topics, acts and fears that can be answered beside the talk."""
    found = (_asked(moment, part, each) for part, each in zip(parts, read, strict=True))
    return list(dict.fromkeys(each for each in found if each is not None))


def _asked(moment: Moment, part: str, heard: Understanding) -> str | None:
    fears = heard.act is Act.HESITATE_FEAR and heard.act_score >= LIKELY
    if fears and heard.act_score >= PLAINLY_FEARED and fear_named(moment.language, part) is None:
        return Act.HESITATE_FEAR
    if (fears and names_a_fear(moment.language, part)) or fears_a_link(moment.language, part):
        return f"{Act.HESITATE_FEAR}.{fear_named(moment.language, part)}"
    if heard.topic is Topic.RECEIVERS and (known := intent_named(moment.language, part)) in ASKED_BESIDE:
        return known
    if asks_for_another(moment, heard, part):
        return Act.FOR_SOMEONE_ELSE
    topic = topic_asked(moment.language, part, heard)
    asks_why = topic == Topic.WHY or asks_back(moment.language, part)
    if asks_why_danger(moment.language, part):
        return TEXT_WHY_DANGER
    why = f"{ABOUT}{moment.slot}"
    if asks_why and len(part.split()) > WORDS_OF_WHY_NOT and catalogues().has(why):
        return why
    if topic is None:
        return heard.act if heard.act in ASKED_BESIDE and heard.act_score >= LIKELY else None
    shown = moment.slot in HELPERS_ARE_SHOWN and topic in (*ABOUT_HELPERS, Topic.LANGUAGES)
    if topic == Topic.STATUS or _told_by_status(moment, topic):
        return Topic.STATUS
    return topic if topic in HAS_AN_ANSWER and topic != Topic.REMARK and not shown else None


def told_by(asked: str, intent: str) -> bool:
    """True if the answer to an intent tells what else is asked; of who asks for another, the rest may be of that."""
    if intent == Act.FOR_SOMEONE_ELSE and asked not in ASKED_BESIDE:
        return True
    return asked.partition(".")[0] == intent or intent in ANSWERED_BY.get(asked, ())
