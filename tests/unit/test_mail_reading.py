"""Mails that come in: whose words they hold, whether a machine sent them, and none that stops the reading."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.email.quotes import MARK
from bot.channels.email.reading import read_mail
from bot.service.mail_answers import PartnerMail


def _read(head: str, body: str = "Dag Jo", sender: str = "els@huis.example") -> PartnerMail:
    return read_mail(f"{head}\nMessage-ID: <1@h>\n\n{body}\n".replace("\n", "\r\n").encode(), sender)


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: Auto-Generated (vacation)",
        "Auto-Submitted: auto-replied; owner-email=els@huis.example",
        "Precedence: bulk",
        "Precedence: auto_reply",
        "X-Autoreply: yes",
        "List-Id: <team.huis.example>",
        "Content-Type: multipart/report; boundary=x",
    ],
)
def test_a_machine(header: str) -> None:
    assert _read(header).automatic
    assert _read("X-A: b", sender="").automatic


@pytest.mark.parametrize(
    "header", ["Auto-Submitted: no", "Precedence: normal", "X-Auto-Response-Suppress: All", "A: b"]
)
def test_a_person(header: str) -> None:
    assert not _read(header).automatic


def test_one_mail_has_one_id() -> None:
    assert _read("A: b").id == _read("A: c").id
    assert _read("A: b").id != _read("A: b", "Dag Els").id


HTML = (
    "<html><head><style>p{color:red}</style><title>t</title><body><p>Dag Jo,</p>"
    f"<div>We komen<br>dinsdag &amp; woensdag.</div><blockquote><p>{MARK}</p><p>Lees</p></blockquote></body></html>"
)


def test_a_page_of_html() -> None:
    mail = _read("Content-Type: text/html; charset=utf-8", HTML)
    assert mail.text.split() == "Dag Jo, We komen dinsdag & woensdag.".split()


def test_what_a_reader_of_html_does_not_see() -> None:
    page = (
        "<head><title>t</title></head><p>Een<!--[if mso]><p>geheim</p><![endif]--> twee</P ><script>x<p></script>drie"
    )
    assert _read("Content-Type: text/html", page).text.split() == ["Een", "twee", "drie"]
    assert _read("Content-Type: text/html", "<head><body>Een<!-- twee").text == "Een"


def test_other_character_sets() -> None:
    content = b"Content-Type: text/plain; charset=windows-1252\r\n\r\n\x80 10, caf\xe9"
    assert read_mail(content, "a@b").text == "€ 10, café"
    assert read_mail(b"Content-Type: text/plain; charset=nobody-knows\r\n\r\ncaf\xe9", "a@b").text == "café"
    assert _read("Content-Transfer-Encoding: base64", "RGFnIEpv").text == "Dag Jo"


PARTS = st.binary(max_size=300).map(lambda tail: b"Content-Type: multipart/mixed; boundary=x\r\n" + tail)


@given(st.binary(max_size=600) | PARTS)
def test_any_bytes_can_be_read(content: bytes) -> None:
    assert read_mail(content, "a@b").id


@pytest.mark.parametrize(
    "content",
    [
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n" * 3000,
        b"Content-Type: message/rfc822\r\n\r\n" * 3000,
        b"Content-Type: multipart/mixed\r\n\r\nno boundary",
        b"From: =?utf-8?b?////?=\r\nTo: (((((\r\nContent-Type: ;;;\r\nMessage-ID: \xff\r\n\r\nDag\r\n",
        b"Content-Type: text/html\r\n\r\n" + b"<a " * 100_000,
        b"Content-Type: text/html\r\n\r\n" + b"<script>" + b"</scrip<!" * 50_000,
        b"\r\n" + b"<" * 500_000,
        b"\r\n" + (b"-" * 600 + b"a\r\n") * 500 + b"> " * 100_000,
    ],
    ids=["nested", "forwarded", "no boundary", "headers", "tags", "script", "a long word", "rules"],
)
def test_mails_made_to_do_harm(content: bytes) -> None:
    assert read_mail(content, "a@b").id
