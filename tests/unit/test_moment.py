"""What a message means where the talk is: acts that are not sure count for little, and danger is not left."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.adapters.corrections import is_another
from bot.adapters.doubt import may_doubt, with_doubt
from bot.adapters.in_danger import told_beside_no_danger
from bot.adapters.intents import intent_at
from bot.adapters.moment import Moment, last_slot
from bot.adapters.sureness import beside_an_answer
from bot.domain.labels import Act, Crisis, Need
from bot.domain.places import Place
from bot.domain.understanding import Understanding

IDLE = Moment(language="en", asked=None, slot=None, begins=False, away=False, has_sent=False)
IN_FRENCH = replace(IDLE, language="fr")
IN_DANGER = replace(IDLE, asked="safe", offered=("/affirm", "/deny", "/resume"))
TALKING = replace(IDLE, asked="talk")
UNSURE, SURE = 0.5, 0.95


def heard(act: Act | None = None, score: float = SURE, *needs: Need, tells: float = 0.0) -> Understanding:
    return Understanding("en", act=act, act_score=score if act else 0.0, needs=needs, tells=tells)


@pytest.mark.parametrize("act", [Act.WITHDRAW, Act.GOODBYE, Act.NOT_NOW, Act.ASK_COST, Act.HESITATE_SHAME])
def test_an_act_that_is_not_sure_counts_for_nothing(act: Act) -> None:
    assert intent_at(IDLE, heard(act, UNSURE), "some words", act.value) == "out_of_scope"
    assert intent_at(IDLE, heard(act, UNSURE, Need.MONEY), "the money", act.value) == "tell"
    assert intent_at(IDLE, heard(act, UNSURE, tells=0.5), "some words", act.value) == "tell"
    doubtful = replace(heard(act, UNSURE), crisis=Crisis.SUICIDE)
    assert intent_at(IDLE, doubtful, "I can't go on like this", act.value) == "tell"


@pytest.mark.parametrize("act", [Act.AFFIRM, Act.DENY, Act.GREET])
def test_a_yes_a_no_and_a_greeting_need_not_be_sure(act: Act) -> None:
    assert intent_at(IDLE, heard(act, UNSURE), "some words", act.value) == act.value


def test_a_greeting_with_a_need_is_a_story() -> None:
    assert intent_at(IDLE, heard(Act.GREET, SURE, Need.HOUSING), "hello, I need a house", "greet") == "tell"


@pytest.mark.parametrize("act", [Act.HESITATE_SHAME, Act.GOODBYE, Act.WITHDRAW, Act.NOT_NOW, Act.DONT_KNOW, None])
def test_in_danger_nothing_leads_away(act: Act | None) -> None:
    intent = act.value if act else "out_of_scope"
    assert intent_at(IN_DANGER, heard(act), "some words", intent) == "tell"


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("im safe now", "affirm"),
        ("I am safe but nobody comes", "tell"),
        ("my sister is here", "tell"),
        ("he is still here", "deny"),
        ("no, he comes home drunk tonight", "deny"),
        ("yes now. the pills are in the drawer", "affirm"),
        ("stop with that. I just want to talk about the house", "resume"),
        ("yes", "affirm"),
    ],
)
def test_in_danger_a_yes_or_no_is_heard(said: str, intent: str) -> None:
    act = Act.AFFIRM if said == "yes" else Act.GOODBYE
    assert intent_at(IN_DANGER, heard(act), said, act.value) == intent


def test_in_danger_a_yes_to_a_partner_is_no_sign_of_safety() -> None:
    partner_wrote = replace(IN_DANGER, offered=())
    assert intent_at(partner_wrote, heard(Act.AFFIRM), "yes, call me", "affirm") == "tell"
    assert intent_at(partner_wrote, heard(Act.AFFIRM), "I am safe now", "affirm") == "affirm"


def test_a_sure_danger_stays_a_danger() -> None:
    danger = replace(heard(), crisis=Crisis.SUICIDE, crisis_sure=True)
    assert intent_at(IN_DANGER, danger, "delete everything", "crisis") == "crisis"


def test_taking_back_needs_something_to_take_back_or_a_word_for_it() -> None:
    assert intent_at(IDLE, heard(Act.WITHDRAW), "I don't want to send anything", "withdraw") == "not_now"
    assert intent_at(IDLE, heard(Act.WITHDRAW), "delete everything please", "withdraw") == "withdraw"
    ended = replace(IDLE, can_take_back=True)
    assert intent_at(ended, heard(Act.WITHDRAW), "take it back", "withdraw") == "withdraw"


def test_coming_back_and_goodbye_at_the_beginning() -> None:
    assert intent_at(replace(IDLE, away=True), heard(Act.GOODBYE), "still me", "goodbye") == "come_back"
    assert intent_at(replace(IDLE, begins=True), heard(Act.GOODBYE), "still me", "goodbye") == "greet"


def test_just_talking_is_met_with_company() -> None:
    assert intent_at(TALKING, heard(), "she made the best soup", "out_of_scope") == "tell"


@pytest.mark.parametrize(
    ("language", "said", "means"),
    [
        ("fr", "non je crois que c'est tout", "affirm"),
        ("ar", "لا بس هيك", "affirm"),
        ("nl", "nee dat is alles", "affirm"),
        ("en", "no nothing else", "affirm"),
        ("fr", "non c'est pas juste", "deny"),
    ],
)
def test_a_no_that_has_nothing_to_add_says_that_it_is_right(language: str, said: str, means: str) -> None:
    moment = replace(IDLE, language=language, slot="heard")
    assert intent_at(moment, heard(Act.DENY), said, "deny") == means
    assert intent_at(replace(moment, slot="wish"), heard(Act.DENY), said, "deny") == "deny"


@pytest.mark.parametrize(
    ("language", "said"),
    [("fr", "je veux arrêter"), ("ar", "بغيت نحبس"), ("nl", "stoppen"), ("en", "I want to stop")],
)
def test_who_drinks_and_wishes_to_stop_does_not_stop_the_talk(language: str, said: str) -> None:
    wishes = replace(IDLE, language=language, slot="wish", needs=(Need.ADDICTION,))
    assert intent_at(wishes, heard(Act.WITHDRAW), said, "withdraw") == "tell"
    assert intent_at(replace(wishes, needs=(Need.MONEY,)), heard(Act.WITHDRAW), said, "withdraw") == "not_now"
    drinks = heard(None, SURE, Need.ADDICTION)
    assert intent_at(replace(IDLE, language=language), drinks, said, "tell") == "tell"


def test_who_tells_on_after_a_danger_is_listened_to() -> None:
    safe_again = replace(IDLE, offered=("/resume", "/not_now"))
    assert intent_at(safe_again, heard(), "somewhere warm", "out_of_scope") == "tell"


@pytest.mark.parametrize(
    ("language", "said"), [("fr", "allez on continue"), ("ar", "بدي كمل"), ("nl", "doe maar verder"), ("en", "go on")]
)
def test_where_only_going_on_is_offered_it_can_be_said(language: str, said: str) -> None:
    paused = replace(IDLE, language=language, offered=("/resume",))
    assert intent_at(paused, heard(), said, "out_of_scope") == "resume"
    assert intent_at(replace(paused, offered=()), heard(), said, "out_of_scope") == "out_of_scope"


def test_not_to_go_on_is_no_wish_to_go_on() -> None:
    paused = replace(IDLE, language="fr", offered=("/resume",))
    assert intent_at(paused, heard(), "je continue pas", "out_of_scope") == "tell"


def test_a_sentence_that_answers_what_was_heard_tells_more() -> None:
    asked = replace(IDLE, slot="heard")
    assert intent_at(asked, heard(), "somebody who sits with her", "out_of_scope") == "tell"
    assert intent_at(asked, heard(), "what day is it today?", "out_of_scope") == "out_of_scope"
    assert intent_at(asked, heard(), "two rooms", "out_of_scope") == "tell"
    assert intent_at(asked, heard(), "cheese", "out_of_scope") == "out_of_scope"


def test_a_need_told_at_the_beginning_is_no_correction() -> None:
    rent = heard(Act.CORRECT, UNSURE, Need.HOUSING)
    assert intent_at(replace(IDLE, slot="story"), rent, "the rent", "correct") == "tell"
    assert intent_at(replace(IDLE, slot="heard"), rent, "the rent", "correct") == "correct"


@pytest.mark.parametrize(
    ("language", "slot", "said"),
    [
        ("fr", "reach", "peu importe tant que quelqu'un comprend"),
        ("ar", "reach", "لا يهم المهم حدا يفهمني"),
        ("fr", "knows", "non elle sait pas, elle serait fâchée"),
    ],
)
def test_an_answer_in_a_sentence_is_an_answer(language: str, slot: str, said: str) -> None:
    asked = replace(IDLE, language=language, slot=slot)
    assert intent_at(asked, heard(Act.NOT_BAD_ENOUGH), said, "not_bad_enough") == "choose"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", "vous avez oublié que je dors plus"),
        ("fr", "il me laisse pas sortir seule"),
        ("fr", "je veux arrêter mes études"),
    ],
)
def test_words_of_a_pause_inside_a_story_are_no_pause(language: str, said: str) -> None:
    assert intent_at(replace(IDLE, language=language), heard(None, SURE, Need.FAMILY), said, "tell") == "tell"


def test_a_carer_who_wants_no_placement_is_not_afraid_for_her_children() -> None:
    asked = replace(IN_FRENCH, slot="heard")
    assert intent_at(asked, heard(None, SURE, Need.FAMILY), "oui mais je veux pas la placer hein", "tell") == "tell"


def test_words_of_fear_far_apart_in_a_story_are_no_fear() -> None:
    story = (
        "mon mari est parti et j'ai trois enfants, je travaille à mi-temps et je n'arrive pas à payer, et la crèche "
        "ne veut plus prendre le petit quand il a de la fièvre"
    )
    assert intent_at(IN_FRENCH, heard(None, SURE, Need.CHILDCARE), story, "tell") == "tell"


def test_few_words_raise_no_doubt() -> None:
    long = "I do not know how to go on with all this"
    likely = replace(heard(), crisis_score=0.3)
    assert may_doubt(IDLE, likely, long)
    assert not may_doubt(IDLE, likely, "writing here is better")
    assert may_doubt(IDLE, replace(likely, language="tr"), "kocam beni dövüyor")
    assert not may_doubt(IN_DANGER, likely, long)
    assert not may_doubt(replace(IDLE, slot="name"), likely, long)


def test_not_this_one_is_another() -> None:
    assert is_another("en", "not the first one", "De Brug")
    assert not is_another("en", "the first one", "De Brug")
    assert not is_another("en", "dont send", "Don't send")


def test_the_last_value_of_a_slot_counts() -> None:
    events = [{"event": "slot", "name": "asked", "value": value} for value in ("safe", None, "talk")]
    assert last_slot({"events": events}, "asked") == "talk"
    assert last_slot({}, "asked") is None


def test_veiled_words_raise_a_doubt() -> None:
    assert with_doubt(heard(), IDLE, "I don't see the point anymore").doubt is Crisis.SUICIDE
    assert may_doubt(IDLE, heard(), "I don't see the point anymore")
    assert with_doubt(heard(), IDLE, "I don't see the bus anymore").doubt is None


def test_plain_words_of_suicide_beside_veiled_ones_are_no_doubt() -> None:
    assert with_doubt(heard(), IN_FRENCH, "mon fils a des idées noires, il veut se tuer").danger is Crisis.SUICIDE
    assert with_doubt(heard(), IN_FRENCH, "mon fils a des idées noires").danger is None


def test_a_yes_with_a_but_is_only_a_no_where_that_is_sure() -> None:
    asked, said = replace(IN_FRENCH, slot="heard"), "oui mais je veux pas la placer hein"
    assert intent_at(asked, replace(heard(Act.DENY), act_score=0.3), said, "deny") == "tell"
    assert intent_at(asked, replace(heard(Act.DENY), act_score=0.9), said, "deny") == "deny"


def test_a_danger_in_a_few_words_has_to_be_plain() -> None:
    hasty = replace(heard(), crisis=Crisis.MEDICAL_EMERGENCY, crisis_score=0.6, crisis_sure=True)
    assert with_doubt(hasty, IDLE, "tired and lost").danger is None
    assert with_doubt(replace(hasty, crisis_score=0.95), IDLE, "he is choking").danger is Crisis.MEDICAL_EMERGENCY


def test_a_danger_in_a_wish_has_to_be_plain() -> None:
    wish, said = replace(IDLE, slot="wish"), "I want to sleep without it, and see my kids more"
    hasty = replace(heard(), crisis=Crisis.SUICIDE, crisis_score=0.6, crisis_sure=True)
    assert with_doubt(hasty, wish, said).doubt is Crisis.SUICIDE
    assert with_doubt(hasty, IDLE, said).danger is Crisis.SUICIDE
    assert with_doubt(hasty, wish, "I want to die, that would be better").danger is Crisis.SUICIDE
    assert not may_doubt(wish, replace(hasty, crisis_score=0.1), said)
    assert may_doubt(wish, hasty, said)


def test_a_danger_that_only_words_make_sure_is_of_their_kind() -> None:
    scores = {Need.MENTAL_HEALTH: 0.02, Need.HEALTH: 0.4}
    wrong = replace(heard(), needs=(Need.MENTAL_HEALTH, Need.HEALTH), need_scores=scores)
    wrong = replace(wrong, crisis=Crisis.SUICIDE, crisis_score=0.06, crisis_sure=True)
    understood = with_doubt(wrong, IDLE, "he has a stroke right now, what can I do")
    assert (understood.danger, understood.needs) == (Crisis.MEDICAL_EMERGENCY, (Need.HEALTH,))


@pytest.mark.parametrize(
    ("language", "said", "rest"),
    [
        ("nl", "Nee, ik wil niet dood, ben gewoon moe", "nee ik ben gewoon moe"),
        ("fr", "mais non je ne veux pas me suicider! c'est mon mari", "c est mon mari"),
        ("en", "why are you talking about suicide?", ""),
        ("ar", "فهمتني غلط", ""),
        ("nl", "ik wil niet dood maar het moet stoppen", None),
        ("fr", "je veux pas mourir mais j'en peux plus", None),
        ("en", "I don't want to die, I just don't see the point anymore", None),
        ("ar", "لا أريد أن أموت لكن تعبت", None),
        ("en", "no", None),
        ("en", "I don't want to live", None),
        ("ar", "لا اريد ان اعيش", None),
        ("fr", "je ne veux plus vivre", None),
        ("nl", "ik wil niet meer leven", None),
    ],
)
def test_who_denies_a_danger_leaves_no_but(language: str, said: str, rest: str | None) -> None:
    assert told_beside_no_danger(language, said) == rest


@pytest.mark.parametrize("act", [Act.AFFIRM, Act.DENY])
def test_a_need_where_nothing_was_asked_is_a_story(act: Act) -> None:
    assert intent_at(IDLE, heard(act, SURE, Need.MONEY), "no money", act.value) == "tell"
    assert intent_at(replace(IDLE, slot="heard"), heard(act, SURE, Need.MONEY), "no money", act.value) == act.value


def test_nobody_is_told_that_their_first_words_were_not_understood() -> None:
    first = replace(IDLE, begins=True)
    assert intent_at(first, heard(), "well, my wife told me to", "out_of_scope") == "greet"
    assert intent_at(first, heard(), "will it rain?", "out_of_scope") == "out_of_scope"


def test_what_is_asked_while_helpers_are_shown_is_about_them() -> None:
    shown = replace(IDLE, slot="service", offered=("/choose",))
    assert intent_at(shown, heard(), "do they come in the evening?", "out_of_scope") == "tell_more"
    assert intent_at(shown, heard(Act.ASK_INFO), "and what is that", "ask_info") == "tell_more"
    assert intent_at(replace(shown, language="fr"), heard(), "c koi chatpunt", "out_of_scope") == "tell_more"
    assert intent_at(shown, heard(), "the weather", "out_of_scope") == "out_of_scope"


def test_who_says_how_not_to_be_reached_answers_too() -> None:
    asked = replace(IDLE, slot="reach", offered=("/choose",))
    assert intent_at(asked, heard(), "please do not call me, they hear it", "out_of_scope") == "choose"


def test_who_denies_a_language_does_not_ask_for_it() -> None:
    act = heard(Act.CHANGE_LANGUAGE, SURE, tells=0.5)
    assert intent_at(IDLE, act, "my Dutch is not good", "change_language") == "tell"
    assert intent_at(IDLE, act, "my English is not good", "change_language") == "change_language"
    assert intent_at(IDLE, act, "in Dutch please", "change_language") == "change_language"


@pytest.mark.parametrize("language", ["tr", "nl"])  # the second as it is taken for by mistake
def test_plain_danger_in_a_language_that_is_not_spoken_is_sure(language: str) -> None:
    said = "Merhaba, kocam beni dövüyor"
    understood = with_doubt(replace(heard(), language=language), IDLE, said)
    assert understood.danger is Crisis.VIOLENCE
    assert intent_at(IDLE, understood, said, "tell") == "crisis"


@pytest.mark.parametrize(
    ("language", "said", "intent"),
    [
        ("nl", "nee, nu niet", "not_now"),
        ("fr", "laisse tomber, pas maintenant", "not_now"),
        ("ar", "safi machi daba", "not_now"),
        ("en", "no, leave it, i dont want to send anything", "not_now"),
        ("nl", "toch maar, wis alles wat ik gezegd heb", "withdraw"),
        ("fr", "effacez tout svp", "withdraw"),
        ("ar", "امسح كلشي", "withdraw"),
        ("fr", "c koi ici", "ask_info"),
        ("fr", "ça coute quelque chose?", "ask_cost"),
        ("en", "so whats the catch", "ask_cost"),
        ("fr", "mon copain regarde mon gsm", "hesitate_fear"),
        ("nl", "gaan ze mijn dop dan niet afpakken", "hesitate_fear"),
        ("en", "I feel so stupid asking this", "hesitate_shame"),
        ("ar", "حشومة عليا", "hesitate_shame"),
        ("fr", "au secours", "tell"),
    ],
)
def test_words_that_stand_for_an_act_are_heard_without_the_model(language: str, said: str, intent: str) -> None:
    assert intent_at(replace(IDLE, language=language), heard(), said, "out_of_scope") == intent


def test_a_story_with_a_need_stays_a_story_though_it_speaks_of_shame() -> None:
    assert intent_at(IDLE, heard(None, SURE, Need.MONEY), "I am ashamed of my debts", "tell") == "tell"


@pytest.mark.parametrize(
    ("language", "slot", "said"),
    [
        ("nl", "reach", "kunnen ze naar mij komen, k heb geen auto"),
        ("fr", "reach", "si qqn peut passer à la maison, j'ai pas d'auto"),
        ("en", "reach", "I'm not going to any office. They can come to me."),
        ("nl", "when", "maakt niet uit wanneer"),
        ("en", "knows", "no he would kill me lol"),
        ("nl", "knows", "nee, die zou ontploffen als ik dat zei"),
        ("en", "when", "in the morning when they are at school"),
    ],
)
def test_a_sentence_that_names_the_answer_is_one(language: str, slot: str, said: str) -> None:
    asked = replace(IDLE, language=language, slot=slot)
    assert intent_at(asked, heard(Act.ASK_HUMAN), said, "ask_human") == "choose"
    assert intent_at(replace(asked, slot=None), heard(Act.ASK_HUMAN), said, "ask_human") == "ask_human"
    assert intent_at(asked, heard(Act.ASK_HUMAN), f"{said}?", "ask_human") == "ask_human"


def test_nothing_is_chosen_where_nothing_is_offered() -> None:
    offered = replace(IDLE, offered=("/choose",))
    assert intent_at(offered, heard(Act.CHOOSE), "the other one", "choose") == "choose"
    assert intent_at(IDLE, heard(Act.CHOOSE), "the other one", "choose") == "out_of_scope"
    assert intent_at(offered, heard(Act.CHOOSE), "somebody who helps me with the papers", "choose") == "out_of_scope"


def test_a_typed_yes_goes_on_where_that_was_offered() -> None:
    offered = replace(IDLE, offered=("/resume", "/not_now"))
    assert intent_at(offered, heard(Act.AFFIRM), "yes", "affirm") == "resume"
    assert intent_at(offered, heard(Act.DENY), "no", "deny") == "not_now"
    assert intent_at(replace(offered, slot="wish"), heard(Act.AFFIRM), "yes", "affirm") == "affirm"
    assert intent_at(offered, heard(), "somewhere warm", "out_of_scope") == "tell"


@pytest.mark.parametrize("slot", ["summary", "consent"])
def test_send_it_is_a_yes_before_sending(slot: str) -> None:
    there = replace(IDLE, slot=slot)
    assert intent_at(there, heard(Act.NOT_NOW), "just send it", "not_now") == "affirm"
    refused = "refuse_consent" if slot == "consent" else "not_now"
    assert intent_at(there, heard(Act.NOT_NOW), "don't send it", "not_now") == refused
    assert intent_at(replace(IDLE, slot="wish"), heard(Act.NOT_NOW), "just send it", "not_now") == "not_now"


def test_taking_back_is_heard_where_something_was_sent() -> None:
    sent = replace(IDLE, can_take_back=True)
    assert intent_at(sent, heard(None, 0.0, Need.MENTAL_HEALTH), "i want to take it back", "tell") == "withdraw"
    assert intent_at(sent, heard(), "don't cancel it", "out_of_scope") != "withdraw"
    assert intent_at(IDLE, heard(None, 0.0, Need.MENTAL_HEALTH), "i want to take it back", "tell") == "tell"


def test_a_story_with_a_need_plants_no_fear() -> None:
    story = "he lost his job and we have two children"
    assert intent_at(IDLE, heard(None, 0.0, Need.WORK), story, "tell") == "tell"
    assert intent_at(IDLE, heard(), "i am afraid for the children", "out_of_scope") == "hesitate_fear"


def test_a_question_is_no_yes_in_danger() -> None:
    assert intent_at(IN_DANGER, heard(Act.AFFIRM), "is the police here?", "affirm") == "tell"


def test_a_greeting_with_a_place_tells_the_place() -> None:
    lille = Place("Lille", "Lille", "59000", kind="outside")
    assert (
        intent_at(IDLE, replace(heard(Act.GREET), places=(lille,)), "hello, I live in Lille", "greet") == "inform_place"
    )


def test_thanks_with_a_yes_in_them_are_one_where_it_was_asked() -> None:
    asked = replace(IDLE, language="fr", slot="summary")
    assert intent_at(asked, heard(Act.THANK), "c'est juste merci", "thank") == "affirm"
    assert intent_at(asked, heard(Act.THANK), "merci", "thank") == "thank"
    assert intent_at(replace(asked, slot="wish"), heard(Act.THANK), "c'est juste merci", "thank") == "thank"


def test_a_need_that_is_named_answers_what_weighs_most() -> None:
    asked = replace(IDLE, slot="main_need")
    assert intent_at(asked, heard(Act.NOT_BAD_ENOUGH), "being lonely i think", "not_bad_enough") == "tell"
    assert intent_at(asked, heard(Act.NOT_BAD_ENOUGH), "others have it worse", "not_bad_enough") == "not_bad_enough"
    assert intent_at(asked, heard(Act.ASK_COST), "how much money is this", "ask_cost") == "ask_cost"
    assert intent_at(IDLE, heard(Act.DONT_KNOW), "being lonely i think", "dont_know") == "dont_know"


def test_tomorrow_puts_off_the_call_and_not_the_talk() -> None:
    asked = replace(IDLE, slot="when")
    assert intent_at(asked, heard(Act.NOT_NOW), "tomorrow", "not_now") == "dont_know"
    assert intent_at(asked, heard(Act.NOT_NOW), "not now", "not_now") == "not_now"
    assert intent_at(IDLE, heard(Act.NOT_NOW), "tomorrow", "not_now") == "not_now"


def test_a_question_about_those_who_are_shown_tells_no_need() -> None:
    shown = replace(IDLE, slot="service")
    asked = beside_an_answer(shown, heard(None, 0.0, Need.WORK), "my work")
    assert asked.needs == ()
    assert intent_at(shown, asked, "how many people work there", "tell") == "tell_more"
    told = replace(heard(None, 0.0, Need.WORK), need_scores={Need.WORK: 0.95})
    assert beside_an_answer(shown, told, "my work").needs == (Need.WORK,)
    assert beside_an_answer(replace(IDLE, slot="heard"), heard(None, 0.0, Need.WORK), "my work").needs == (Need.WORK,)


def test_nobody_may_come_is_no_loneliness() -> None:
    asked = replace(IDLE, slot="reach")
    alone = replace(heard(None, 0.0, Need.LONELINESS), need_scores={Need.LONELINESS: 0.95})
    assert beside_an_answer(asked, alone, "nobody can come here, write me").needs == ()
    assert beside_an_answer(asked, alone, "nobody ever comes here").needs == (Need.LONELINESS,)


def test_the_money_is_no_price() -> None:
    asked = replace(IDLE, slot="wish")
    assert intent_at(asked, heard(Act.ASK_COST), "the money i told you", "ask_cost") != "ask_cost"
    assert intent_at(asked, heard(Act.ASK_COST), "does it cost money?", "ask_cost") == "ask_cost"


def test_a_sentence_that_only_sounds_like_a_yes_is_a_story() -> None:
    assert intent_at(IDLE, heard(Act.AFFIRM), "it is my wife, she is gone", "affirm") == "tell"
    assert intent_at(IDLE, heard(Act.AFFIRM), "yes my wife did say so", "affirm") == "affirm"
    assert intent_at(replace(IDLE, slot="wish"), heard(Act.AFFIRM), "it is my wife, she is gone", "affirm") == "affirm"


def test_who_does_not_mind_lets_stand_what_was_heard() -> None:
    assert intent_at(replace(IDLE, slot="heard"), heard(Act.DENY), "whenever", "deny") == "affirm"
    assert intent_at(replace(IDLE, slot="heard"), heard(Act.DENY), "no", "deny") == "deny"


def test_somebody_to_speak_with_is_a_wish_unless_a_helper_is_surely_meant() -> None:
    wishes, said = replace(IDLE, slot="wish"), "I want speak with my neighbour and work like other people"
    assert intent_at(wishes, heard(Act.ASK_HUMAN, 0.87), said, "ask_human") != "ask_human"
    assert intent_at(IDLE, heard(Act.ASK_HUMAN, 0.87), said, "ask_human") == "ask_human"
    assert intent_at(wishes, heard(Act.ASK_HUMAN, 0.99), "i want to speak with a person", "ask_human") == "ask_human"


@pytest.mark.parametrize("act", [Act.ASK_INFO, None])
def test_who_only_looks_asks_for_no_explanation(act: Act | None) -> None:
    heard_as = act.value if act else "out_of_scope"
    assert intent_at(IDLE, heard(act), "just looking", heard_as) == "not_now"
    assert intent_at(replace(IDLE, slot="wish"), heard(Act.ASK_INFO), "just looking", "ask_info") == "ask_info"
    assert intent_at(IDLE, heard(Act.ASK_INFO), "what is this?", "ask_info") == "ask_info"
