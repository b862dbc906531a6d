"""Writes docs/reliability.md from the figures that the fault tests measured.

Run by ``make test-faults``: ``python -m scripts.reliability_page FIGURES``. Nothing on the page is written by hand but
the promises below.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "reliability.md"

Figures = Mapping[str, Mapping[str, Sequence[object]]]

HEAD = """\
# Reliability, as measured

Written by `make test-faults`, not by hand. Real servers on this machine play Telegram and a mail server and fail on
demand (`tests/support/faults`); processes are killed with SIGKILL; months pass on a clock that the test moves. `make
test` runs a short version of each. Times are those of the machine of this report, which did other work as well.

What is promised: a message is stored before it is acknowledged, a turn is done whole or not at all, and what has to go
out is sent until it has arrived or somebody knows that it has not. By mail and webhook a repeat carries the same id.
Telegram takes no such id: where a worker died, or no answer came, after Telegram had taken a message, one double can't
be helped.
"""


@dataclass(frozen=True)
class Promise:
    """One acceptance test: what has to hold, and the tests that hold it, as ``file::name`` or a whole file."""

    id: str
    holds: str
    tests: tuple[str, ...]


FAULTS = "tests/faults"
WEBHOOK = "tests/channels/test_webhook_out.py"
PROMISES = (
    Promise(
        "R1",
        "The gateway is killed at random moments while updates come in: each is stored once, none is lost.",
        (f"{FAULTS}/test_intake.py::test_r1_killed_at_random_moments", "tests/acceptance/test_kill.py"),
    ),
    Promise(
        "R2",
        "The same update many times at once, after a restart and 47 hours later changes nothing more.",
        (f"{FAULTS}/test_intake.py::test_r2_the_same_update_again_and_again",),
    ),
    Promise(
        "R3",
        "After a quiet week Telegram's ids begin anew, lower: every update is taken.",
        (f"{FAULTS}/test_intake.py::test_r3_ids_that_begin_anew_lower",),
    ),
    Promise(
        "R4",
        "While nothing can be stored, nothing is acknowledged; afterwards all is there, in order. No start without "
        "storage.",
        (
            f"{FAULTS}/test_intake.py::test_r4_nothing_can_be_stored_for_a_while",
            f"{FAULTS}/test_intake.py::test_r4_order_is_kept",
            f"{FAULTS}/test_intake.py::test_r4_no_start_where_nothing_can_be_stored",
        ),
    ),
    Promise(
        "R5",
        "Many chats at once, messages and presses mixed: each gets its answers in order; a stale button does nothing.",
        (f"{FAULTS}/test_turns.py::test_r5_answers_come_in_order", "tests/dialogues/test_any_input.py"),
    ),
    Promise(
        "R6",
        "Three messages in a row, an action of 50 ms each: the third answer within 600 ms.",
        (f"{FAULTS}/test_turns.py::test_r6_a_burst_of_three",),
    ),
    Promise(
        "R7",
        "An error, or SIGKILL, at each statement of the turn that hands a question over: no handover without its "
        "consent, event and message, none of these without it.",
        (
            f"{FAULTS}/test_turns.py::test_r7_an_error_at_each_write",
            f"{FAULTS}/test_turns.py::test_r7_killed_at_each_write",
        ),
    ),
    Promise(
        "R8",
        "Workers killed, servers that fail, hang, break off or are slow, a database that is busy, one after another: "
        "what went in came out, by mail and webhook once for each id. What a killed worker had under way can come "
        "twice on Telegram. Fewer come twice than things went wrong.",
        (f"{FAULTS}/test_workers.py::test_r8_what_goes_in_comes_out",),
    ),
    Promise(
        "R9",
        "A worker is killed while it holds messages: another has sent them within 35 s.",
        (f"{FAULTS}/test_workers.py::test_r9_a_dead_workers_rows_are_taken_up",),
    ),
    Promise(
        "R10",
        "A mailbox that is dead for good: ten tries and more over three days and more, then kept, told to the resident "
        "and rung at the coordinator by another channel within 60 s; sent again on demand, three months later too.",
        (
            f"{FAULTS}/test_delivery.py::test_r10_a_dead_mailbox_over_three_months",
            f"{WEBHOOK}::test_a_dead_system_is_tried_for_three_days",
        ),
    ),
    Promise(
        "R11",
        "A chat that asks for a pause gets it; the others go on meanwhile, at 20 messages a second and more.",
        (
            f"{FAULTS}/test_delivery.py::test_r11_one_chat_is_left_alone_and_the_others_go_on",
            f"{WEBHOOK}::test_it_waits_as_long_as_it_is_asked_to",
        ),
    ),
    Promise(
        "R12",
        "Never more than 30 messages a second, one a second in a chat after a burst of three, 20 a minute in a group; "
        "numbers to call in danger overtake what waits. Two workers together keep to it as one does.",
        (
            f"{FAULTS}/test_delivery.py::test_r12_telegrams_limits_and_what_is_urgent",
            f"{FAULTS}/test_delivery.py::test_r12_two_workers_keep_the_pace_of_one",
            "tests/unit/test_pace.py",
        ),
    ),
    Promise(
        "R13",
        "Refused for good means one try; the case is flagged, the other side and the coordinator are told; a redirect "
        "is not followed.",
        (
            f"{FAULTS}/test_delivery.py::test_r13_for_good_means_one_try",
            f"{FAULTS}/test_delivery.py::test_r13_a_resident_who_blocked_the_bot",
            f"{FAULTS}/test_delivery.py::test_r13_a_partner_with_mail_alone_hears_what_did_not_arrive",
            f"{FAULTS}/test_delivery.py::test_r13_a_redirect_is_not_followed",
            f"{WEBHOOK}::test_a_redirect_is_not_followed",
            f"{WEBHOOK}::test_a_system_that_is_gone_gets_nothing_until_it_is_back",
        ),
    ),
    Promise(
        "R14",
        "A message that can't be sent, an update that breaks the program, a row that can't be read: the others go on.",
        (
            f"{FAULTS}/test_delivery.py::test_r14_one_that_can_not_be_sent_holds_up_no_other",
            f"{FAULTS}/test_delivery.py::test_r14_after_three_tries_it_is_given_up",
            f"{FAULTS}/test_intake.py::test_an_update_that_breaks_the_program_holds_up_no_other",
            "tests/integration/test_at_rest.py::test_rows_that_were_swapped_are_set_aside_and_hold_up_nobody",
        ),
    ),
    Promise(
        "R15",
        "Taken, and no answer: the next try has the same id, the row is marked as doubtful, one double at most.",
        (
            f"{FAULTS}/test_delivery.py::test_r15_nobody_knows_whether_it_arrived",
            f"{FAULTS}/test_delivery.py::test_r15_what_was_refused_before_it_was_taken_is_not_doubtful",
            f"{WEBHOOK}::test_every_try_has_the_same_id_and_a_time_of_its_own",
        ),
    ),
    Promise(
        "R16",
        "Two press at once: one owns it, the other is told; yes, no and the deadline at once: one of them counts.",
        (
            "tests/integration/test_races.py::test_two_partners_press_take_at_once",
            "tests/integration/test_races.py::test_yes_no_and_the_deadline_at_once",
            "tests/integration/test_handover_orders.py",
        ),
    ),
    Promise(
        "R17",
        "Away for longer than Telegram keeps presses: each talk of the last hours that nothing came from is offered "
        "its buttons once more, once. Every button can be typed, in every language.",
        (
            f"{FAULTS}/test_return.py::test_r17_presses_that_were_lost_are_asked_for_again",
            f"{FAULTS}/test_return.py::test_r17_a_short_absence_needs_no_word",
            f"{FAULTS}/test_return.py::test_r17_every_button_can_be_typed",
        ),
    ),
    Promise(
        "R18",
        "Every version of the tables goes up and down with data; a backup comes back within five minutes, and who was "
        "erased since stays erased.",
        (
            f"{FAULTS}/test_restore.py::test_r18_sqlite",
            f"{FAULTS}/test_restore.py::test_r18_postgresql",
            "tests/integration/test_migrations.py",
        ),
    ),
    Promise(
        "R19",
        "Texts of any length arrive whole and in order; no button is too long for Telegram, in any language.",
        (
            f"{FAULTS}/test_texts.py::test_r19_long_texts",
            f"{FAULTS}/test_texts.py::test_r19_a_partners_buttons",
            f"{FAULTS}/test_texts.py::test_r19_a_residents_buttons",
        ),
    ),
    Promise(
        "R20",
        "Unsent for two minutes, or nobody answers: the coordinator hears within 30 s, the health page is red, and "
        "who writes of danger gets numbers to call within 300 ms.",
        (
            f"{FAULTS}/test_return.py::test_r20_unsent_and_unanswered_ring_and_turn_health_red",
            f"{FAULTS}/test_return.py::test_r20_danger_is_answered_while_nobody_answers",
            f"{FAULTS}/test_return.py::test_r20_by_the_page_with_no_engine_at_all",
        ),
    ),
)
DELIVERY = Promise(
    "delivery",
    "How soon a message leaves when nothing is wrong.",
    (f"{FAULTS}/test_workers.py::test_how_soon_a_message_leaves",),
)


def page(figures: Figures) -> str:
    """The whole page. Raises KeyError for figures of a test that stands nowhere above."""
    unknown = figures.keys() - {promise.id for promise in (*PROMISES, DELIVERY)}
    if unknown:
        raise KeyError(f"figures of unknown tests: {', '.join(sorted(unknown))}")
    return "\n".join([HEAD, *_summary(figures), *_details(figures)])


def _summary(figures: Figures) -> Iterator[str]:
    yield "| in all tests together | |"
    yield "|---|---|"
    for name, parts in (("lost", ("lost",)), ("given up while the receiver could be reached", ("given up",))):
        yield f"| {name} | {sum(_numbers(figures, *parts)):g} |"
    yield f"| processes killed | {sum(_numbers(figures, 'kills', 'kills at a write')):g} |"
    yield from _one(figures, "R8", "doubled on Telegram", "doubled on Telegram, by workers killed while they sent")
    again = "doubled, under the same id by mail and webhook"
    yield from _one(figures, "R8", again, "sent again by mail and webhook under the same id, likewise")
    yield from (f"| {name} | {_shown(value)} |" for name, value in figures.get("delivery", {}).items())
    yield from _one(figures, "R9", "taken up after", "from a worker's death until another had sent what it held")
    yield from _one(figures, "R1", "longest time to be back", "from a gateway's death until it answered again, longest")
    yield ""


def _numbers(figures: Figures, *names: str) -> Iterator[float]:
    for measured in figures.values():
        yield from (float(str(measured[name][0])) for name in names if name in measured)


def _one(figures: Figures, test: str, figure: str, name: str) -> Iterator[str]:
    if figure in figures.get(test, {}):
        yield f"| {name} | {_shown(figures[test][figure])} |"


def _details(figures: Figures) -> Iterator[str]:
    yield "| | what holds | measured | tests |"
    yield "|---|---|---|---|"
    for promise in PROMISES:
        measured = "; ".join(f"{name}: {_shown(value)}" for name, value in figures.get(promise.id, {}).items())
        tests = "<br>".join(f"`{test.removeprefix('tests/')}`" for test in promise.tests)
        yield f"| {promise.id} | {promise.holds} | {measured or 'no figure of its own'} | {tests} |"
    yield ""


def _shown(value: Sequence[object]) -> str:
    number, unit = value
    return f"{number:g} {unit}".strip()


def main(arguments: Sequence[str]) -> int:
    figures = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    PAGE.write_text(page(figures), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
