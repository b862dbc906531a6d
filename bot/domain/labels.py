"""The closed lists of words that the whole product uses (docs/architecture.md, words)."""

from __future__ import annotations

from enum import Enum
from typing import Literal


class Label(str, Enum):
    """A word of a closed list; its value is what stands in data, wire formats and message keys."""

    def __str__(self) -> str:
        return str(self.value)


class Need(Label):
    """A life domain in which somebody asks for help."""

    HOUSING = "housing"
    MONEY = "money"
    WORK = "work"
    MENTAL_HEALTH = "mental_health"
    ADDICTION = "addiction"
    LONELINESS = "loneliness"
    FAMILY = "family"
    CHILDCARE = "childcare"
    LANGUAGE = "language"
    MOBILITY = "mobility"
    LEGAL = "legal"
    DISABILITY = "disability"
    DAILY_STRUCTURE = "daily_structure"
    HEALTH = "health"
    EDUCATION = "education"


class Crisis(Label):
    """A danger now or soon, for the writer or for somebody else."""

    SUICIDE = "suicide"
    VIOLENCE = "violence"
    CHILD_DANGER = "child_danger"
    MEDICAL_EMERGENCY = "medical_emergency"
    NO_SHELTER = "no_shelter"


class Act(Label):
    """What a message does in the talk, beside or instead of naming a need."""

    GREET = "greet"
    GOODBYE = "goodbye"
    THANK = "thank"
    AFFIRM = "affirm"
    DENY = "deny"
    DONT_KNOW = "dont_know"
    HESITATE_SHAME = "hesitate_shame"
    HESITATE_DISTRUST = "hesitate_distrust"
    HESITATE_FEAR = "hesitate_fear"
    NOT_BAD_ENOUGH = "not_bad_enough"
    ASK_COST = "ask_cost"
    ASK_PRIVACY = "ask_privacy"
    ASK_BOT = "ask_bot"
    ASK_HUMAN = "ask_human"
    ASK_INFO = "ask_info"
    FOR_SOMEONE_ELSE = "for_someone_else"
    PROFESSIONAL_CONSULT = "professional_consult"
    CHANGE_LANGUAGE = "change_language"
    CORRECT = "correct"
    NOT_NOW = "not_now"
    WITHDRAW = "withdraw"
    CHOOSE = "choose"
    INFORM_PLACE = "inform_place"


class Topic(Label):
    """What a message asks of the help or of the talk itself, on the way; each has an answer of its own."""

    DURATION = "duration"
    AFTERWARDS = "afterwards"
    PAPERS = "papers"
    COMPANION = "companion"
    APPOINTMENT = "appointment"
    CALLER = "caller"
    REFUSAL = "refusal"
    ACQUAINTANCES = "acquaintances"
    LANGUAGES = "languages"
    NUMBER = "number"
    NAMELESS = "nameless"
    PREVIEW = "preview"
    CHANGES = "changes"
    OPENING = "opening"
    ABSENCE = "absence"
    RELATIVES = "relatives"
    """Whether family, a boss or a landlord will be told."""
    ARRIVAL = "arrival"
    RECEIVERS = "receivers"
    """Who got the question."""
    CONTACT = "contact"
    """Whether they call or write."""
    KEPT = "kept"
    REPORT = "report"
    CALLING = "calling"
    """Whether to call for help now."""
    COMPLAINT = "complaint"
    """Told, not asked, that the bot does not understand."""
    STATUS = "status"
    RECAP = "recap"
    RESTART_TALK = "restart_talk"
    JUST_TALK = "just_talk"
    JUST_INFORMATION = "just_information"
    TELL_MORE = "tell_more"
    ASK_OTHERS = "ask_others"
    HELPER_HOME = "helper_home"
    HELPER_WOMAN = "helper_woman"
    HELPER_DISTANCE = "helper_distance"
    HELPER_FIT = "helper_fit"
    """Whether a helper who is shown is for somebody like this person."""
    HELPER_NEED = "helper_need"
    """Which helper who is shown helps with a need, or that none does."""
    TRACES = "traces"
    """Whether somebody with the same phone sees the talk, and how it is erased."""
    AUTHORITIES = "authorities"
    """Whether an office or the police is behind the bot, or sees what is written."""
    PUT_BACK = "put_back"
    LEAVE_OUT = "leave_out"
    ADD_TO_IT = "add_to_it"
    KEEP_IT = "keep_it"
    """An order that something stays in the question, or that all of it does."""
    SAY_IT_SO = "say_it_so"
    """Gives the words that have to stand in the question ("write: find work again")."""
    GO_ON = "go_on"
    """Finds it good, and wants to see helpers, or to have it sent."""
    IS_IT_IN = "is_it_in"
    """Whether something stands in the question, or is known."""
    WHO_IS_IT = "who_is_it"
    """What kind of people helpers are."""
    NO_DANGER = "no_danger"
    """Says that there is no danger, where the bot thought so or unasked."""
    WHY = "why"
    """Why the bot asks what it asks."""
    AFRAID_AT_HOME = "afraid_at_home"
    """Who helps those who are hit, or afraid at home."""
    TASKS = "tasks"
    """Whether helpers do a certain thing: read letters, phone an office."""
    FOR_ONESELF = "for_oneself"
    """Told, by who asked for somebody else, that it is about themselves."""
    REMARK = "remark"
    """Said to the bot, and nothing told by it ("wait a bit", "you ask a lot")."""
    RIGHTS = "rights"
    """What the law or an office allows, which only a helper can say ("can they cut me off?")."""
    NORMAL = "normal"
    """Whether it is normal, or one's own fault, or what the bot thinks of somebody."""
    IS_IT_VIOLENCE = "is_it_violence"
    """Whether what somebody lives through counts as violence."""
    UNANNOUNCED = "unannounced"
    """Whether a helper comes or calls without being asked, or goes to the other person directly."""
    LETTERS = "letters"
    """Whether the bot itself can read a letter or a photo."""


class ServiceType(Label):
    """The 14 kinds of service that the region asks for."""

    OUTREACH = "outreach"
    CASE_MANAGEMENT = "case_management"
    NETWORK_BUILDING = "network_building"
    STRUCTURE = "structure"
    COACHING = "coaching"
    MENTAL_HEALTH_CARE = "mental_health_care"
    ADDICTION_CARE = "addiction_care"
    HOUSING_SUPPORT = "housing_support"
    BUDDY = "buddy"
    CONTEXT_SUPPORT = "context_support"
    TRAJECTORY_SUPPORT = "trajectory_support"
    SCREENING = "screening"
    WORK_EXPERIENCE = "work_experience"
    AFTERCARE = "aftercare"


class Reach(Label):
    """How a helper and a resident meet."""

    HOME_VISIT = "home_visit"
    PHONE = "phone"
    CHAT = "chat"
    VIDEO = "video"
    AT_LOCATION = "at_location"
    OUTREACH = "outreach"


class DayPart(Label):
    """When somebody would like to be called or visited."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


class Preference(Label):
    """What somebody wishes of a helper."""

    OWN_LANGUAGE = "own_language"
    WOMAN = "woman"
    MAN = "man"
    NOT_AT_HOME = "not_at_home"
    NOT_BY_PHONE = "not_by_phone"
    NO_ACQUAINTANCE = "no_acquaintance"
    NOT_OCMW = "not_ocmw"
    """Not by the social welfare office of the municipality."""
    DISCREET = "discreet"
    """So that nobody at home notices."""


REFUSALS = {Reach.HOME_VISIT: Preference.NOT_AT_HOME, Reach.PHONE: Preference.NOT_BY_PHONE}
"""Ways to be reached that can be refused for good, and the wish that says so."""

LANGUAGES = ("nl", "fr", "ar", "en")
"""The languages that the bot speaks; the first is the default."""

_FROM_RIGHT_TO_LEFT = frozenset({"ar"})


def direction(language: str) -> Literal["ltr", "rtl"]:
    """The writing direction of a language that the bot speaks."""
    return "rtl" if language in _FROM_RIGHT_TO_LEFT else "ltr"


NEAREST = {
    **dict.fromkeys(("uk", "ru", "bg", "pl", "sr", "hr", "cs", "sk", "sq", "hu", "el", "ka", "hy"), "en"),
    **dict.fromkeys(("tr", "fa", "ps", "ur", "hi", "bn", "pa", "ta", "ne", "zh", "vi", "th", "tl"), "en"),
    **dict.fromkeys(("so", "ti", "am", "sw", "he"), "en"),
    **dict.fromkeys(("ro", "es", "pt", "it", "ca"), "fr"),
    **dict.fromkeys(("de", "lb"), "nl"),
    **dict.fromkeys(("ku", "ckb"), "ar"),
}
"""For languages that people in the region have besides: the one of the bot's own that is likeliest understood."""
