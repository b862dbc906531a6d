"""The bot's actions: each reads the turn, calls a use case and names the text to say."""

from __future__ import annotations

from rasa_sdk import Action

from actions.about_helpers import ABOUT_HELPERS_ACTIONS
from actions.aftercare import AFTERCARE_ACTIONS
from actions.aftermath import AFTERMATH_ACTIONS
from actions.answering import ANSWERING_ACTIONS
from actions.asking import ASKING_ACTIONS
from actions.crisis import CRISIS_ACTIONS
from actions.listening import LISTENING_ACTIONS
from actions.news import NEWS_ACTIONS
from actions.question_form import ValidateQuestionForm
from actions.sending import SENDING_ACTIONS
from actions.showing import SHOWING_ACTIONS
from actions.thread import THREAD_ACTIONS
from actions.whose_question import WHOSE_QUESTION_ACTIONS

ALL_ACTIONS: tuple[type[Action], ...] = (
    *LISTENING_ACTIONS,
    *ANSWERING_ACTIONS,
    *ASKING_ACTIONS,
    *SHOWING_ACTIONS,
    ValidateQuestionForm,
    *ABOUT_HELPERS_ACTIONS,
    *SENDING_ACTIONS,
    *CRISIS_ACTIONS,
    *NEWS_ACTIONS,
    *AFTERMATH_ACTIONS,
    *AFTERCARE_ACTIONS,
    *THREAD_ACTIONS,
    *WHOSE_QUESTION_ACTIONS,
)
