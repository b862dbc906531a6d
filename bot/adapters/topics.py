"""Questions that are asked on the way ("how long does it take?"), each with an answer of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.adapters.moment import LIKELY, Moment
from bot.adapters.phrases import asks, language_spoken, questions_beside, wants_all_deleted
from bot.adapters.sureness import told_plainly
from bot.adapters.word_lists import mentions, the_one_named, without_words, words_with_and
from bot.domain.labels import Act
from bot.domain.understanding import Understanding
from bot.nlu.example import TELL

COMPLAINT, RELATIVES = "complaint", "relatives"
"""Told, not asked, that the bot does not understand; and whether family, a boss or a landlord will be told."""
RECEIVERS, CONTACT, KEPT, REPORT, CALLING = "receivers", "contact", "kept", "report", "calling"
"""Who got the question, whether they call or write, what is kept, who is reported to, whether to call for help now."""
EXPLAINED = ("caw", "ocmw", "mutualiteit", "leefloon", "vdab", "clb")
"""Words that helpers use."""
TOPICS = (
    "duration",
    "afterwards",
    "papers",
    "companion",
    "appointment",
    "caller",
    "refusal",
    "acquaintances",
    "languages",
    "number",
    "preview",
    "changes",
    "nameless",
    "opening",
    "absence",
    "arrival",
    RECEIVERS,
    CONTACT,
    KEPT,
    REPORT,
    CALLING,
    COMPLAINT,
    *EXPLAINED,
)
"""What is asked about: how the help goes on, and what words mean."""
BY_WEIGHT = ((RECEIVERS,), tuple(topic for topic in TOPICS if topic not in (RECEIVERS, CONTACT)), (CONTACT,))
"""The same in the order in which their words decide: "did it go only to them?", "when do they call me?"."""
LANGUAGES_SPOKEN, CHANGES = "languages", "changes"
TOLD_IN_DANGER = (RELATIVES, RECEIVERS, KEPT, CALLING, *EXPLAINED)
"""Topics that are answered in danger too; what comes next is for those who can be called then."""
ANSWERED_BY_STATUS = ("duration", "caller", "arrival")
"""Topics of which the status of an open question tells more."""
ON_THE_CARDS = ("opening",)
"""Topics of which the cards of the partners that are shown tell more."""
WORDS_OF_A_QUESTION = 12
ASKED_BESIDE = frozenset([Act.ASK_COST, Act.ASK_PRIVACY, Act.ASK_BOT])
"""Questions about the bot that are answered also where they are asked beside something else."""
ANSWERED_BY: Mapping[Act, tuple[str, ...]] = {
    Act.ASK_COST: (),
    Act.ASK_PRIVACY: (Act.HESITATE_FEAR, Act.HESITATE_DISTRUST),
    Act.ASK_BOT: (Act.ASK_INFO, Act.ASK_HUMAN),
}
"""Intents whose answer tells the same."""


def topic_asked(language: str, said: str) -> str | None:
    """The one of TOPICS that a short question, or a complaint, is about."""
    if len(said.split()) > WORDS_OF_A_QUESTION:
        return None
    if not asks(language, said):
        return _topic_among(language, said, [COMPLAINT])
    found = (_topic_among(language, said, topics) for topics in BY_WEIGHT)
    return next(filter(None, found), None) or _asks_who_is_told(language, said)


def wants_deletion(language: str, said: str) -> bool:
    """True for "delete everything", not for "did you delete everything?"."""
    return wants_all_deleted(language, said) and topic_asked(language, said) != KEPT


def _topic_among(language: str, said: str, topics: Sequence[str]) -> str | None:
    return the_one_named(said, ((topic, words_with_and(language, f"asked_words.{topic}")) for topic in topics))


def _asks_who_is_told(language: str, said: str) -> str | None:
    """Names somebody and a word of telling ("do you call my mother?"); alone, either may belong to a story.

    That the person tells something ("if I tell, they take my children?") is no such word.
    """
    beside = without_words(language, "i_tell_words", said) or said
    return _topic_among(language, said, [RELATIVES]) if mentions(language, "is_told_words", beside) else None


def intent_of_topic(moment: Moment, heard: Understanding, said: str) -> str | None:
    """The intent of a question about one of TOPICS; None of others.

    Which languages those speak who are shown is a wish for one who speaks it.
    """
    topic = topic_asked(moment.language, said)
    if topic is None or _tells_besides(moment, heard, said, topic):
        return None
    if moment.has_sent and topic in ANSWERED_BY_STATUS:
        return "status"
    if moment.slot == "service" and topic in ON_THE_CARDS:
        return "tell_more"
    return TELL if topic == LANGUAGES_SPOKEN and moment.slot == "service" else Act.ASK_INFO.value


def _tells_besides(moment: Moment, heard: Understanding, said: str, topic: str) -> bool:
    """True if the question belongs to a story ("he is gone, what now?") or to a wish that can be fulfilled at once.

    Such wishes are to be helped in a language that is named, and a change where the whole question stands.
    """
    if topic not in EXPLAINED and told_plainly(heard):
        return True
    if topic == LANGUAGES_SPOKEN:
        return language_spoken(moment.language, said) is not None
    return topic == CHANGES and moment.slot == "summary"


def questions_left(language: str, said: str, *, in_danger: bool) -> list[str]:
    """The parts of a text that ask something beside one of TOPICS ("do they call, or do they write?": none).

    In danger a text is not parted, and only some topics are answered.
    """
    if in_danger:
        return [] if topic_asked(language, said) in TOLD_IN_DANGER else [said]
    return [part for part in questions_beside(language, said) if topic_asked(language, part) is None]


def acts_left(read: Sequence[Understanding], intent: str, *, in_danger: bool) -> list[Act]:
    """What questions beside an ``intent`` ask, each once, of what its answer does not tell.

    In danger a fear is such a question too.
    """
    beside = ASKED_BESIDE | {Act.HESITATE_FEAR} if in_danger else ASKED_BESIDE
    asked = dict.fromkeys(each.act for each in read if each.act in beside and each.act_score >= LIKELY)
    return [act for act in asked if act and act != intent and intent not in ANSWERED_BY.get(act, ())]
