"""The map of the talk: it shows each rule, where its action leads, and notices when it is out of date."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.talk_map import BEGIN, END, PAGE, charts, main

FILES = {
    "nlu_data/domain/talk.yml": """
slots: {asked: {type: categorical, values: [safe, talk]}}
forms: {question_form: {required_slots: [story, name]}}
""",
    "nlu_data/rules/roads.yml": """
version: "3.1"

# What people say on the way.
rules:
- rule: says "thanks"
  steps: [{intent: thank}, {action: utter_thank}]
- rule: they tell
  condition:
  - active_loop: null
  steps:
  - intent: tell
  - action: action_hear
  - slot_was_set: [asked: null]
  - action: question_form
  - active_loop: question_form
- rule: they have decided
  steps: [{action: question_form}, {active_loop: null}, {action: action_send}]
- rule: straight to the questions
  steps: [{intent: go_on}, {action: question_form}, {active_loop: question_form}]
- rule: danger
  steps: [{intent: crisis}, {action: action_crisis}]
- rule: they are safe
  condition:
  - slot_was_set: [asked: safe]
  steps: [{intent: affirm}, {action: utter_thank}]
- rule: not now
  steps: [{intent: not_now}, {action: action_pause}]
- rule: back again
  steps: [{intent: resume}, {action: action_resume}]
""",
    "actions/asking.py": """
'''What is asked.'''
class AskStory:
    '''Invites to tell.'''
    def name(self): return "action_ask_story"
class AskName:
    '''Asks for a name.'''
    def name(self): return "action_ask_name"
def required(question):
    applies = {"name": question.has("story")}
""",
    "actions/others.py": """
class Hear:
    def name(self): return "action_hear"
class Send:
    '''Sends it.'''
    def name(self): return "action_send"
class Crisis:
    def name(self): return "action_crisis"
    def run(self): return [*leave_form(), SlotSet("asked", Asked.IF_SAFE.value if self.key == "talking" else None)]
class Pause:
    def name(self): return "action_pause"
    def run(self): return leave_form()
class Resume:
    def name(self): return "action_resume"
    def run(self): return _go_on()
def _go_on():
    return [FollowupAction(QUESTION_FORM)] or [FollowupAction("action_status")]
""",
    PAGE: f"# Talk\n\n{BEGIN}\n{END}\n\nMore.\n",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, content in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    "line",
    [
        'rule0(["says \'thanks\'"]) -->|"thank"| utter_thank["utter_thank"]',
        'rule0(["they tell"]) -->|"tell"| action_hear["action_hear"] --> question_form[["the questions"]]',
        'question_form[["the questions"]] -->|"they have decided"| action_send["action_send"] --> rest',
        'rule2(["straight to the questions"]) -->|"go_on"| question_form[["the questions"]]',
        'rule3(["danger"]) -->|"crisis"| action_crisis["action_crisis"] --> asked_safe{{"waits: safe"}}\n',
        'asked_safe{{"waits: safe"}} -->|"they are safe"| utter_thank_asked_safe["utter_thank"]\n',
        'rule5(["not now"]) -->|"not_now"| action_pause["action_pause"] --> rest(["nothing is asked"])',
        'action_resume["action_resume"] --> question_form[["the questions"]]\n',
        'action_resume --> then_action_status["action_status"]',
    ],
)
def test_a_rule_leads_where_its_steps_and_its_action_lead(root: Path, line: str) -> None:
    assert line in charts(root)


def test_the_main_road_has_the_questions_in_their_order(root: Path) -> None:
    drawn = charts(root)
    assert 'subgraph part0["What is asked."]' in drawn
    assert 'story["<b>story</b><br/>Invites to tell."]\n' in drawn
    assert 'name["<b>name</b><br/>Asks for a name."]:::optional\n' in drawn
    assert "story --> name" in drawn
    assert 'part0 --> action_send["<b>action_send</b><br/>Sends it."]' in drawn


def test_a_rule_file_is_headed_by_its_comment(root: Path) -> None:
    assert "### `nlu_data/rules/roads.yml`\n\nWhat people say on the way.\n" in charts(root)


def test_the_charts_are_written_between_the_marks(root: Path) -> None:
    assert main([], root) == 0
    page = (root / PAGE).read_text(encoding="utf-8")
    assert page == f"# Talk\n\n{BEGIN}\n\n{charts(root)}\n\n{END}\n\nMore.\n"
    assert main([], root) == 0
    assert (root / PAGE).read_text(encoding="utf-8") == page


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("nlu_data/rules/roads.yml", "rule: danger", "rule: great danger"),
        ("nlu_data/domain/talk.yml", "[story, name]", "[name, story]"),
        ("actions/others.py", "return leave_form()", "return []"),
    ],
)
def test_the_check_notices_a_change_and_writes_nothing(
    root: Path, capsys: pytest.CaptureFixture[str], name: str, old: str, new: str
) -> None:
    main([], root)
    before = (root / PAGE).read_text(encoding="utf-8")
    assert main(["--check"], root) == 0
    (root / name).write_text(FILES[name].replace(old, new), encoding="utf-8")
    assert main(["--check"], root) == 1
    assert "run python -m scripts.talk_map" in capsys.readouterr().out
    assert (root / PAGE).read_text(encoding="utf-8") == before


def test_a_page_without_the_marks_says_so(root: Path) -> None:
    (root / PAGE).write_text("# Talk\n", encoding="utf-8")
    with pytest.raises(SystemExit, match="expected the lines"):
        main(["--check"], root)
