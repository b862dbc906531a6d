"""What was heard in one message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.domain.labels import Act, Crisis, Need, Topic
from bot.domain.places import Place

ORDER_SURE = 0.7
"""More than a question needs: an order changes what was told."""
REPLY_FROM, REPLY_SURE = 0.5, 0.6
"""From when on a reply is rather meant than not, and from when on it counts with nothing else that speaks for it."""
ADDS_FROM = 0.93
"""What more is told sounds like an order to add it, and nothing is added unasked."""
LIKELY_THERE = 0.4
"""From when on a danger is asked about, however a message says that there is none."""
PLAIN_DANGER = 0.9
"""From when on a danger is plain by how a message sounds, with no word of it."""
TO_THE_BOT_SURE, TELLS_OF_A_LIFE = 0.8, 0.3
"""How sure a topic has to be, and how little else may be told, for a sentence not to be written down."""
CARRIES_ON = frozenset([Act.AFFIRM, Act.DENY, Act.THANK, Act.GREET, Act.GOODBYE, Act.DONT_KNOW])
TURNS_TO_THE_BOT = CARRIES_ON | {
    Act.ASK_COST,
    Act.ASK_PRIVACY,
    Act.ASK_BOT,
    Act.ASK_INFO,
    Act.ASK_HUMAN,
    Act.FOR_SOMEONE_ELSE,
    Act.CHANGE_LANGUAGE,
    Act.CHOOSE,
    Act.CORRECT,
}
"""Acts by which hardly anything of a life is told; a fear, or a place, may be part of the story."""
LIKELY_ACT = 0.5
LIKELY_TOPIC, HARDLY_TELLS = 0.5, 0.2
"""From when on a sentence that hardly tells of a life is taken to be about the talk."""
ORDERS = frozenset([Topic.LEAVE_OUT, Topic.PUT_BACK, Topic.ADD_TO_IT, Topic.KEEP_IT, Topic.SAY_IT_SO])
LIKE_IS_IT_IN = (None, Topic.IS_IT_IN, Topic.RECAP, Topic.LEAVE_OUT, Topic.ADD_TO_IT, Topic.KEEP_IT)
"""Topics that the question whether something is in it sounds like."""


@dataclass(frozen=True)
class Understanding:
    """The reading of one message: at most one crisis, one act and one topic, any number of needs.

    ``crisis`` leans towards hearing too much; ``crisis_sure`` tells whether it is beyond doubt.

    ``tells`` is how much it sounds like telling of oneself.
    ``alarming`` are the sentences of a longer message that tell of its crisis.
    ``reply`` is what it does with what the bot has just shown, where it is read as that ("the rent too", "send it").
    ``denied`` are needs that a part of the message says are not the matter ("the rent is fine, it is my job").

    Scores are probabilities between 0 and 1; ``needs`` stand in the order of their weight.
    """

    language: str
    language_score: float = 0.0
    needs: tuple[Need, ...] = ()
    denied: tuple[Need, ...] = ()
    need_scores: Mapping[Need, float] = field(default_factory=dict)
    crisis: Crisis | None = None
    crisis_score: float = 0.0
    crisis_sure: bool = False
    alarming: tuple[str, ...] = ()
    act: Act | None = None
    act_score: float = 0.0
    places: tuple[Place, ...] = ()
    tells: float = 0.0
    topic: Topic | None = None
    topic_score: float = 0.0
    reply: Topic | None = None
    reply_score: float = 0.0

    @property
    def danger(self) -> Crisis | None:
        """The crisis if it is sure: it comes before everything else."""
        return self.crisis if self.crisis_sure else None

    @property
    def doubt(self) -> Crisis | None:
        """The crisis if it is not sure: something to ask about."""
        return None if self.crisis_sure else self.crisis

    @property
    def order(self) -> Topic | None:
        """What it rather orders about the question than not; None where that is only a yes, or none at all."""
        enough = ADDS_FROM if self.reply is Topic.ADD_TO_IT else REPLY_FROM
        return self.reply if self.reply in ORDERS and self.reply_score >= enough else None

    @property
    def leaves_out(self) -> bool:
        """True for what surely is an order to leave something out of the question."""
        by_topic = self.topic is Topic.LEAVE_OUT and self.topic_score >= ORDER_SURE
        return self.order is Topic.LEAVE_OUT if self.order else by_topic

    @property
    def goes_on(self) -> bool:
        """True for who finds it good, and wants to go on."""
        return self.reply is Topic.GO_ON and self.reply_score >= REPLY_SURE

    @property
    def asks_if_in(self) -> bool:
        """True for who asks whether something stands in the question."""
        asks_it = self.reply is Topic.IS_IT_IN and self.reply_score >= REPLY_SURE
        another = self.topic not in LIKE_IS_IT_IN or (self.topic is Topic.RECAP and self.topic_score >= TO_THE_BOT_SURE)
        return asks_it and not another and (self.act is None or self.act_score < LIKELY_ACT)

    @property
    def denies_danger(self) -> bool:
        """True for what surely says that there is no danger ("he doesn't hit me, he is only jealous")."""
        denies = self.reply is Topic.NO_DANGER and self.reply_score >= REPLY_SURE
        return denies and self.crisis_score < LIKELY_THERE

    @property
    def to_the_bot(self) -> bool:
        """True for what is surely said to the bot and tells nothing of somebody's life ("you asked that already")."""
        asks_or_orders = self.topic is not None and self.topic_score >= TO_THE_BOT_SURE
        return (asks_or_orders or self.denies_danger or self._complains) and self._tells_nothing

    @property
    def _complains(self) -> bool:
        return self.topic is Topic.COMPLAINT and self.topic_score >= LIKELY_TOPIC and self.tells < HARDLY_TELLS

    @property
    def carries_on(self) -> bool:
        """True for a yes, a no, a thank you and the like, by which nothing of somebody's life is told."""
        acts = self.act in CARRIES_ON and self.act_score >= LIKELY_ACT
        return acts and self._tells_nothing

    @property
    def about_the_talk(self) -> bool:
        """True for what is rather said to the bot than told ("I said that already"), so that no story misses it.

        What rules and rights are asked about is a question for the helper.
        """
        turns = self.act in TURNS_TO_THE_BOT and self.act_score >= LIKELY_ACT
        asks = self.topic not in (None, Topic.RIGHTS) and self.topic_score >= LIKELY_TOPIC
        replies = self.order is not None or self.goes_on or self.denies_danger
        return (turns or asks or replies) and self.crisis is None and self.tells < HARDLY_TELLS

    @property
    def _tells_nothing(self) -> bool:
        """True if nothing of somebody's life is heard."""
        return not self.needs and self.crisis is None and self.tells < TELLS_OF_A_LIFE

    def corrected_by(self, parts: Sequence[tuple[tuple[Need, ...], bool]]) -> Understanding:
        """The reading when some parts of the message say what is not the matter (True) and others what is."""
        denied = tuple(need for needs, fine in parts if fine for need in needs)
        named = dict.fromkeys(need for needs, fine in parts if not fine for need in needs if need not in denied)
        return replace(self, needs=tuple(named), denied=denied) if denied else self

    def with_danger_of(self, part: Understanding) -> Understanding:
        """The reading when of danger only what a part of the message tells counts."""
        return replace(self, crisis=part.danger, crisis_score=part.crisis_score, crisis_sure=part.crisis_sure)

    def without(self, denied: Sequence[Need]) -> Understanding:
        """The reading when the message says of these needs that they are not the matter."""
        needs = tuple(need for need in self.needs if need not in denied)
        return replace(self, needs=needs, denied=tuple(dict.fromkeys((*self.denied, *denied))))

    def guesses(self, count: int = 3, floor: float = 0.1) -> tuple[Need, ...]:
        """The likeliest needs, for when none is sure enough to be said back; none if not even the first is likely."""
        ranked = sorted(self.need_scores.items(), key=lambda item: -item[1])[:count]
        return tuple(need for need, _ in ranked) if ranked and ranked[0][1] >= floor else ()
