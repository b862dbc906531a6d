"""Signatures of Standard Webhooks, both ways, against the standard's own example and its own library."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone

import pytest
import standardwebhooks
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.webhook.signing import ID, SIGNATURE, TIMESTAMP, TOLERANCE, BadSignature, signed_headers, verify

# The example of the standard's specification and of its libraries' tests.
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
MESSAGE = "msg_p5jXN8AQM9LWM0D4loKWxJek"
AT = datetime.fromtimestamp(1614265330, timezone.utc)
BODY = '{"test": 2432232314}'
SIGNED = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
OTHER = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"


def test_the_standards_example() -> None:
    headers = signed_headers([SECRET], MESSAGE, AT, BODY)
    assert headers == {ID: MESSAGE, TIMESTAMP: "1614265330", SIGNATURE: SIGNED}
    assert verify([SECRET], headers, BODY.encode(), AT) == MESSAGE


def test_the_standards_library_reads_what_we_sign() -> None:
    body = json.dumps({"text": "مرحبا, ça va?"}, ensure_ascii=False)
    headers = signed_headers([OTHER, SECRET], "id", datetime.now(timezone.utc), body)
    for secret in (SECRET, OTHER):
        assert standardwebhooks.Webhook(secret).verify(body, headers) == json.loads(body)


def test_two_secrets_while_one_takes_over() -> None:
    for mine in ([SECRET], [OTHER, SECRET]):
        headers = signed_headers(mine, MESSAGE, AT, BODY)
        assert verify([OTHER, SECRET], headers, BODY.encode(), AT) == MESSAGE
    with pytest.raises(BadSignature):
        verify([OTHER], signed_headers([SECRET], MESSAGE, AT, BODY), BODY.encode(), AT)
    with pytest.raises(BadSignature):
        verify([], signed_headers([SECRET], MESSAGE, AT, BODY), BODY.encode(), AT)


@pytest.mark.parametrize("off", [TOLERANCE, -TOLERANCE])
def test_five_minutes_and_no_more(off: timedelta) -> None:
    headers = signed_headers([SECRET], MESSAGE, AT, BODY)
    assert verify([SECRET], headers, BODY.encode(), AT + off) == MESSAGE
    with pytest.raises(BadSignature):
        verify([SECRET], headers, BODY.encode(), AT + off * 1.01)


@pytest.mark.parametrize(
    "wrong",
    [
        {ID: ""},
        {ID: "x" * 256},
        {TIMESTAMP: ""},
        {TIMESTAMP: "nan"},
        {TIMESTAMP: "1614265330.0"},
        {TIMESTAMP: "٣"},
        {TIMESTAMP: "9" * 30},
        {SIGNATURE: ""},
        {SIGNATURE: "v1"},
        {SIGNATURE: "v1,é v1,%%%"},
        {SIGNATURE: SIGNED.replace("v1,", "v1a,")},
        {SIGNATURE: SIGNED.rstrip("=")},
    ],
)
def test_headers_that_are_none(wrong: dict[str, str]) -> None:
    with pytest.raises(BadSignature):
        verify([SECRET], {ID: MESSAGE, TIMESTAMP: "1614265330", SIGNATURE: SIGNED, **wrong}, BODY.encode(), AT)


def _flipped(data: bytes, bit: int) -> bytes:
    position = bit % (len(data) * 8)
    changed = bytearray(data)
    changed[position // 8] ^= 1 << position % 8
    return bytes(changed)


@settings(max_examples=1000)
@given(st.sampled_from(["body", ID, TIMESTAMP, SIGNATURE]), st.integers(0, 10_000))
def test_one_bit_that_is_wrong(where: str, bit: int) -> None:
    headers, body = signed_headers([SECRET], MESSAGE, AT, BODY), BODY.encode()
    if where == "body":
        body = _flipped(body, bit)
    else:
        headers[where] = _flipped(headers[where].encode(), bit).decode("latin-1")
    with pytest.raises(BadSignature):
        verify([SECRET], headers, body, AT)
