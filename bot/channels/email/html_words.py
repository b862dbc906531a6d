"""The text of a page of HTML, line by line, in one pass: the standard library's parser takes hours for some pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

_TAG = re.compile(r"<[^<>]*>")
_NAME = re.compile(r"</?([a-z0-9]+)")
_LINES = frozenset("address blockquote br div h1 h2 h3 h4 hr li p table tr".split())
_HIDDEN = frozenset("head script style title".split())
_COMMENT, _COMMENT_END = "<!--", "-->"


def words_of(html: str) -> str:
    """What a reader sees, with a line for each paragraph."""
    return "".join(_pieces("".join(_without_comments(html))))


def _pieces(html: str) -> Iterator[str]:
    at, hidden_by = 0, ""
    for tag in _TAG.finditer(html):
        if not hidden_by:
            yield _text(html[at : tag.start()])
        at = tag.end()
        found = _NAME.match(tag[0].lower())
        name = found[1] if found else ""
        if name in _HIDDEN and not hidden_by:
            hidden_by = name
        elif name == "body" or (name == hidden_by and tag[0][1] == "/"):
            hidden_by = ""  # not every head that is opened is closed
        if name in _LINES:
            yield "\n"
    if not hidden_by:
        yield _text(html[at:])


def _text(html: str) -> str:
    return unescape(re.sub(r"\s+", " ", html))


def _without_comments(html: str) -> Iterator[str]:
    at = 0
    while (begin := html.find(_COMMENT, at)) >= 0:
        yield html[at:begin]
        end = html.find(_COMMENT_END, begin)
        if end < 0:
            return
        at = end + len(_COMMENT_END)
    yield html[at:]
