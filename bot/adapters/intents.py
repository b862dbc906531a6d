"""What a message means where the talk is: its intent in the light of what waits for an answer."""

from __future__ import annotations

from bot.adapters.in_danger import answer_in_danger, answer_with_danger
from bot.adapters.languages_named import language_named
from bot.adapters.moment import (
    ASKS_IF_RIGHT,
    BEFORE_SENDING,
    IN_OWN_WORDS,
    LATE,
    Asked,
    Moment,
)
from bot.adapters.named_answers import names_an_answer
from bot.adapters.orders import orders_out, puts_back
from bot.adapters.other_words import (
    asked_back,
    fears_a_link,
    names_a_fear,
)
from bot.adapters.phrases import (
    WORDS_OF_A_STEP,
    asks_back,
    denies,
    intent_named,
    says_goodbye,
    says_stop,
    takes_back,
)
from bot.adapters.sending_told import beside_a_refusal, wants_it_sent, wants_nothing_sent
from bot.adapters.settling import settled, without_act
from bot.adapters.somebody_else import about_self, asks_for_another, only_tells_who_knows
from bot.adapters.sureness import enough, told_plainly
from bot.adapters.topics import intent_of_topic
from bot.adapters.word_lists import mentions
from bot.domain.labels import LANGUAGES, Act, Need, Topic
from bot.domain.question import sentences
from bot.domain.understanding import Understanding
from bot.nlu.example import CRISIS, OUT_OF_SCOPE, TELL

ASK_OTHERS, FOR_ONESELF, TELL_WHO_KNOWS = "ask_others", "for_oneself", "tell_who_knows"


def intent_at(moment: Moment, heard: Understanding, said: str, intent: str) -> str:
    """The intent of a message in the light of what waits for an answer; a sure danger stays what it is."""
    if heard.danger is not None:
        return answer_with_danger(moment, said) or CRISIS
    if intent == CRISIS:  # it was thought sure before the talk was looked at
        intent = without_act(heard, said)
    if moment.asked == Asked.IF_SAFE:
        return answer_in_danger(moment, heard, said)
    answers_besides = moment.slot in ("reach", "when") and names_an_answer(moment, said)  # "call me. not in Dutch"
    if heard.denied and not (answers_besides or _wishes_without(moment, said)):
        return Act.CORRECT.value
    if (leads_off := _leads_off(moment, heard, said)) is not None:
        return leads_off
    if names_an_answer(moment, said):
        return Act.CHOOSE.value
    if _wishes_to_quit(moment, heard, said):
        return TELL
    if moment.asked is None and len(sentences(said)) == 1 and fears_a_link(moment.language, said):
        return Act.HESITATE_FEAR.value
    known = intent_named(moment.language, said)
    asked = intent_of_topic(moment, heard, said)
    only_asks = asked == Act.ASK_INFO and (known == Act.WITHDRAW or (known == Topic.STATUS and not moment.has_sent))
    cant_ask = known == ASK_OTHERS and (moment.slot is not None or not moment.can_take_back)
    if known is not None and not (only_asks or cant_ask):
        return asked_back(moment.language, moment.slot, said, known)
    if asked is not None:
        return asked
    return settled(moment, heard, said, _if_sure(moment, heard, said, intent))


def _leads_off(moment: Moment, heard: Understanding, said: str) -> str | None:
    """The intent of a few words that ask about the talk and not in it, or want no more of it; None of others."""
    if moment.slot is not None and asks_back(moment.language, said, only=True):
        return Act.ASK_INFO.value
    if asks_for_another(moment, heard, said):
        return Act.FOR_SOMEONE_ELSE.value
    if _names_another_language(moment, heard, said):
        return Act.CHANGE_LANGUAGE.value
    if about_self(moment, said) and not heard.needs and heard.topic is not Topic.RECAP:
        return FOR_ONESELF
    if only_tells_who_knows(moment, said):
        return TELL_WHO_KNOWS
    if _finds_it_good(moment, heard, said):
        return Act.AFFIRM.value
    return _of_the_question(moment, heard, said)


def _of_the_question(moment: Moment, heard: Understanding, said: str) -> str | None:
    """The intent of words that send the question as it is, take it back, change it, or leave it for now."""
    leaves_it_so = moment.slot in ASKS_IF_RIGHT and mentions(moment.language, "right_words", said)
    goes_ahead = leaves_it_so or (moment.slot in BEFORE_SENDING and wants_it_sent(moment.language, said))
    if goes_ahead and intent_named(moment.language, said) == Act.NOT_NOW:  # "it is good, leave it like that"
        return Act.AFFIRM.value
    if heard.goes_on and moment.slot in (*ASKS_IF_RIGHT, "consent") and len(said.split()) <= WORDS_OF_A_STEP:
        return Act.AFFIRM.value
    if not goes_ahead and _refuses_to_send(moment, said):
        return "refuse_consent" if moment.slot == "consent" else Act.NOT_NOW.value
    if moment.slot in BEFORE_SENDING and takes_back(moment.language, said):
        return Act.WITHDRAW.value
    takes_any_words = moment.slot in (None, "story", *IN_OWN_WORDS)
    puts_it_back = puts_back(moment.language, said) and heard.order in (None, Topic.PUT_BACK, Topic.LEAVE_OUT)
    if not takes_any_words and puts_it_back:
        return Topic.PUT_BACK.value
    leaves = heard.leaves_out and moment.needs and moment.slot not in IN_OWN_WORDS
    if leaves or (not takes_any_words and orders_out(moment.language, said)):
        return Act.CORRECT.value
    regrets = heard.topic is Topic.CHANGES  # "can I stop it later?"
    if moment.slot is not None and says_stop(moment.language, said) and not (goes_ahead or regrets):
        return Act.NOT_NOW.value
    return Act.GOODBYE.value if says_goodbye(moment.language, said) and not told_plainly(heard) else None


def _finds_it_good(moment: Moment, heard: Understanding, said: str) -> bool:
    """True for "it is good like this, now send it to the neighbour house", where the whole question stands."""
    plainly = mentions(moment.language, "right_words", said) and wants_it_sent(moment.language, said)
    return moment.slot == "summary" and plainly and heard.order is None and not denies(moment.language, said)


def _refuses_to_send(moment: Moment, said: str) -> bool:
    """True for "don't send it", where a question is nearly sent, or was left before that."""
    return _near_sending(moment) and wants_nothing_sent(moment.language, said)


def refuses_all(moment: Moment, said: str) -> bool:
    """True for "send nothing", which changes nothing of the question, whatever it says beside that."""
    return _near_sending(moment) and beside_a_refusal(moment.language, said) is not None


def _near_sending(moment: Moment) -> bool:
    waits = moment.slot is None and bool(moment.needs) and not moment.ever_sent
    return waits or moment.slot in (*LATE, *BEFORE_SENDING, "name", "phone")


def _wishes_without(moment: Moment, said: str) -> bool:
    """True for "to sleep without worries", where a wish was asked."""
    return moment.slot in IN_OWN_WORDS and mentions(moment.language, "without_words", said)


def _names_another_language(moment: Moment, heard: Understanding, said: str) -> bool:
    """True for a few words in a language that the bot does not speak, which name one that it does ("engleza da")."""
    foreign = heard.language not in LANGUAGES and len(said.split()) <= WORDS_OF_A_STEP
    return foreign and language_named(said) not in (None, moment.language)


def _wishes_to_quit(moment: Moment, heard: Understanding, said: str) -> bool:
    """True if "to stop" is meant for what somebody takes or drinks, not for this talk."""
    drinks = Need.ADDICTION in heard.needs or (Need.ADDICTION in moment.needs and moment.slot == "wish")
    return drinks and mentions(moment.language, "quit_words", said)


def _if_sure(moment: Moment, heard: Understanding, said: str, intent: str) -> str:
    """An act that is not sure enough counts for nothing, but for a fear that is named."""
    if heard.act is None or heard.act_score >= enough(moment, heard.act):
        return without_act(heard, said) if intent == OUT_OF_SCOPE else intent
    if heard.act is Act.HESITATE_FEAR and names_a_fear(moment.language, said):
        return intent
    return without_act(heard, said)
