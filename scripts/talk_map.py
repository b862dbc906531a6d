"""Draws the map of the talk, Mermaid charts of its form and its rules, into docs/conversation.md.

Run with ``python -m scripts.talk_map``; with ``--check`` it writes nothing and exits 1 if the charts are not current.
Rules and form are read as YAML, what an action does to the talk from its source; nothing of Rasa is loaded.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.adapters.moment import Asked
from scripts.pages import ROOT, write_or_check, written_into

PAGE, RULES, DOMAIN, ACTIONS = "docs/conversation.md", "nlu_data/rules", "nlu_data/domain/talk.yml", "actions"
BEGIN, END = "<!-- map: begin, written by scripts/talk_map.py -->", "<!-- map: end -->"

FORM, REST = "question_form", "rest"
"""Where a road can lead: to the questions, or to none; else to a wait ("asked_safe") or another action."""
SHAPES = {FORM: '[["the questions"]]', REST: '(["nothing is asked"])'}
GOES_ON = "After these the talk goes on where it was:"
LEADS = "These lead elsewhere, or wait for a yes or no:"

DASHED = ":::optional"
CLOSE_TOGETHER = '%%{init: {"flowchart": {"nodeSpacing": 12}}}%%'


@dataclass(frozen=True)
class Action:
    """One action: what its docstring tells, that of its file, and where it leads by itself."""

    told: str
    part: str
    leads: tuple[str, ...]


@dataclass(frozen=True)
class Rule:
    """One rule; ``answers`` is the wait that it ends, if it ends one, ``leads`` where its own steps lead."""

    name: str
    intent: str
    answers: str
    actions: tuple[str, ...]
    leads: tuple[str, ...]


Actions = Mapping[str, Action]


def charts(root: Path = ROOT) -> str:
    """All charts with their headings."""
    domain = _yaml(root / DOMAIN)
    modules = [ast.parse(_text(file)) for file in sorted((root / ACTIONS).glob("*.py"))]
    actions = read_actions(modules, domain["slots"]["asked"]["values"])
    rules = {file: read_rules(file) for file in sorted((root / RULES).glob("*.yml"))}
    slots, optional = domain["forms"][FORM]["required_slots"], optional_slots(modules)
    parts = ["### The main road", _fenced(main_road(slots, actions, optional, _after_the_form(rules)))]
    for file, own in rules.items():
        parts += [f"### `{RULES}/{file.name}`", _comment(file), *_charts_of(own, actions)]
    return "\n\n".join(parts)


def _charts_of(rules: Sequence[Rule], actions: Actions) -> Iterator[str]:
    """Those after which the talk goes on where it was, and the others, which are the real side roads."""
    back = [rule for rule in rules if not rule.answers and not _ends(rule, actions)]
    for told, some in ((GOES_ON, back), (LEADS, [rule for rule in rules if rule not in back])):
        if some:
            yield told
            yield _fenced(side_roads(some, actions))


def _fenced(chart: Iterable[str]) -> str:
    return "\n".join(["```mermaid", *chart, "```"])


def _after_the_form(rules: Mapping[Path, Sequence[Rule]]) -> Iterator[str]:
    return (action for own in rules.values() for rule in own if not rule.intent for action in rule.actions)


def _comment(file: Path) -> str:
    lines = _text(file).splitlines()
    return next((line.removeprefix("# ") for line in lines if line.startswith("# ")), "")


def read_rules(file: Path) -> list[Rule]:
    """The rules of one file in their order."""
    return [_rule(each) for each in _yaml(file)["rules"]]


def _rule(rule: Mapping[str, Any]) -> Rule:
    steps, conditions = rule["steps"], rule.get("condition", ())
    loops = [FORM if step["active_loop"] else REST for step in steps if "active_loop" in step]
    return Rule(
        name=rule["rule"].replace('"', "'"),
        intent=next((step["intent"] for step in steps if "intent" in step), ""),
        answers=next(_waits(conditions), ""),
        actions=tuple(step["action"] for step in steps if step.get("action", FORM) != FORM),
        leads=(*_waits(steps), *loops),
    )


def _waits(steps: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    slots = (slot for step in steps for slot in step.get("slot_was_set", ()))
    return (f"asked_{slot['asked']}" for slot in slots if slot.get("asked"))


def read_actions(modules: Iterable[ast.Module], waits: Sequence[str]) -> dict[str, Action]:
    """Every action class by the name that its ``name`` method returns."""
    found = {}
    for module in modules:
        helpers = {each.name: each for each in module.body if isinstance(each, ast.FunctionDef)}
        for each in module.body:
            if isinstance(each, ast.ClassDef) and (name := _name(each)):
                leads = (to for call in _calls(each, helpers) for to in _leads(call, waits))
                found[name] = Action(_docstring(each), _docstring(module), tuple(dict.fromkeys(leads)))
    return found


def _name(action: ast.ClassDef) -> str:
    methods = (each for each in action.body if isinstance(each, ast.FunctionDef) and each.name == "name")
    return next((name for method in methods for name in _constants(method.body[-1])), "")


def _docstring(node: ast.ClassDef | ast.Module) -> str:
    return (ast.get_docstring(node) or "").partition("\n")[0]


def _calls(node: ast.AST, helpers: Mapping[str, ast.FunctionDef]) -> list[ast.Call]:
    """The calls in a piece of code and in the functions of its file that it calls."""
    own = [each for each in ast.walk(node) if isinstance(each, ast.Call)]
    called = [helpers[name] for call in own if (name := _called(call)) in helpers]
    return own + [call for helper in called for call in _calls(helper, {})]


def _called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _leads(call: ast.Call, waits: Sequence[str]) -> Iterator[str]:
    if _called(call) == "leave_form":
        yield REST
    if _called(call) == "FollowupAction":
        yield next(_constants(call.args[0]), FORM)
    if _called(call) == "SlotSet" and "asked" in _constants(call.args[0]):
        yield from (f"asked_{each}" for each in _waits_for(call.args[1]) if each in waits)


def _waits_for(node: ast.AST) -> Iterator[str]:
    """The values of Asked that a piece of code names."""
    named = (each for each in ast.walk(node) if isinstance(each, ast.Attribute) and isinstance(each.value, ast.Name))
    return (Asked[each.attr].value for each in named if ast.unparse(each.value) == Asked.__name__)


def _constants(node: ast.AST) -> Iterator[str]:
    return (each.value for each in ast.walk(node) if isinstance(each, ast.Constant) and isinstance(each.value, str))


def optional_slots(modules: Iterable[ast.Module]) -> frozenset[str]:
    """The slots that are asked only where they apply: the keys of the form's ``applies``."""
    assigned = (each for module in modules for each in ast.walk(module) if isinstance(each, ast.Assign))
    found = (each.value for each in assigned if ast.unparse(each.targets[0]) == "applies")
    keys = (key for each in found if isinstance(each, ast.Dict) for key in each.keys if key)
    return frozenset(name for key in keys for name in _constants(key))


def main_road(slots: Sequence[str], actions: Actions, optional: frozenset[str], after: Iterable[str]) -> Iterator[str]:
    """The questions of the form in their order, one box for each file of actions, and what is done ``after`` them."""
    yield "flowchart LR"
    asked = {slot: actions[f"action_ask_{slot}"] for slot in slots}
    parts = list(dict.fromkeys(action.part for action in asked.values()))
    for number, part in enumerate(parts):
        here = [slot for slot in slots if asked[slot].part == part]
        yield f'  subgraph part{number}["{part}"]'
        yield "    direction TB"
        yield from (f"    {slot}{_told(slot, asked[slot])}{DASHED if slot in optional else ''}" for slot in here)
        yield "    " + " --> ".join(here)
        yield "  end"
    last = (f"{action}{_told(action, actions[action])}" for action in after)
    yield "  " + " --> ".join([*(f"part{number}" for number in range(len(parts))), *last])
    yield "  classDef optional stroke-dasharray: 6 4"


def _told(name: str, action: Action) -> str:
    return f'["<b>{name}</b><br/>{action.told}"]'


def side_roads(rules: Sequence[Rule], actions: Actions) -> Iterator[str]:
    """From what is said, by the action that answers it, to where that leads."""
    yield CLOSE_TOGETHER
    yield "flowchart LR"
    lines = (line for number, rule in enumerate(rules) for line in _road(rule, f"rule{number}", actions))
    yield from dict.fromkeys(lines)


def _road(rule: Rule, id: str, actions: Actions) -> Iterator[str]:
    start, said = f'{id}(["{rule.name}"])', rule.intent
    if rule.answers or not rule.intent:
        start, said = _node(rule.answers or FORM), rule.name
    suffix = f"_{rule.answers}" if rule.answers else ""  # each wait has boxes of its own, or lines would cross
    steps = [*(f'{action}{suffix}["{action}"]' for action in rule.actions), *map(_node, _ends(rule, actions)[:1])]
    yield f'  {start} -->|"{said}"| {" --> ".join(steps)}'
    yield from (f"  {rule.actions[-1]}{suffix} --> {_node(end)}" for end in _ends(rule, actions)[1:])


def _ends(rule: Rule, actions: Actions) -> list[str]:
    """Where a rule leads, by its own steps and its last action; a form that is left for another end says no more."""
    by_itself = [action.leads for name in rule.actions[-1:] if (action := actions.get(name))]
    ends = list(dict.fromkeys([*rule.leads, *(end for leads in by_itself for end in leads)]))
    return [end for end in ends if end != REST] or ends


def _node(id: str) -> str:
    if id.startswith("asked_"):
        return f'{id}{{{{"waits: {id.removeprefix("asked_")}"}}}}'
    return id + SHAPES[id] if id in SHAPES else f'then_{id}["{id}"]'


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def _yaml(file: Path) -> Any:
    return yaml.safe_load(_text(file))


def main(argv: Sequence[str] | None = None, root: Path = ROOT) -> int:
    """Writes the charts, or checks them; the exit status is 1 if they were found out of date."""
    page = root / PAGE
    current = written_into(_text(page), charts(root), PAGE, BEGIN, END)
    return write_or_check(page, current, f"{PAGE}: the map is not that of the rules any more", argv, "scripts.talk_map")


if __name__ == "__main__":
    sys.exit(main())
