"""Taking one of the helpers who are shown, with what is said beside the choice."""

from __future__ import annotations

from actions.common import Slots
from actions.contact import refused_ways, ways_told
from bot.adapters.phrases import FEW_WORDS
from bot.adapters.wishes import ocmws
from bot.adapters.word_lists import mentions, told_parts
from bot.domain.labels import Preference
from bot.service import proposals, talk
from bot.service.turn import Turn


def take_helper(turn: Turn, service_id: str, words: str = "") -> Slots:
    """Takes a helper, and keeps what is said with the name ("Chatpunt, but only in the morning, and no calls")."""
    organization_id = turn.directory.service(service_id).organization_id
    proposals.allow(turn, organization_id)
    if organization_id in ocmws(turn.directory):
        talk.give_up_wish(turn, Preference.NOT_OCMW)
    nameless = mentions(turn.conversation.language, "nameless_words", words)
    beside = " ".join(_beside_the_name(turn, service_id, words))
    if refused_ways(turn, words) or (len(beside.split()) > FEW_WORDS and not nameless):
        talk.set_limit(turn, beside)
    return {"service": service_id, **told_with_choice(turn, service_id, words)}


def told_with_choice(turn: Turn, service_id: str, words: str) -> Slots:
    """What is said with a choice and has a line of its own: the way of contact, and that no name is to be given."""
    told = {} if refused_ways(turn, words) else ways_told(turn, ". ".join(_beside_the_name(turn, service_id, words)))
    if not mentions(turn.conversation.language, "nameless_words", words):
        return told
    talk.set_contact(turn, name="")
    return {**told, "name": True}


def _beside_the_name(turn: Turn, service_id: str, words: str) -> list[str]:
    """The parts of a text that do not name the helper who is chosen by it."""
    parts = told_parts(turn.conversation.language, words)
    return [part.strip() for part in parts if not proposals.meant(turn, part, [service_id])]
