"""Each setting that can't be used stops the start with one line that names it."""

from __future__ import annotations

import pytest

from bot.cli import main
from bot.config import Settings, SettingsError, is_loopback
from bot.domain.partners import HandoverAddress

WRONG = {
    "DICHTBIJ_HOST": "the host",
    "DICHTBIJ_PORT": "http",
    "DICHTBIJ_PUBLIC_URL": "chat.example",
    "DICHTBIJ_DATABASE_URL": "mysql://localhost/x",
    "DICHTBIJ_ENCRYPTION_KEYS": "k1:secret",
    "DICHTBIJ_LEASE_SECONDS": "-5",
    "TELEGRAM_BOT_TOKEN": "my-bot",
    "TELEGRAM_API_URL": "ftp://somewhere",
    "TELEGRAM_WEBHOOK_SECRET": "two words",
    "DICHTBIJ_SMTP_URL": "mail.example",
    "DICHTBIJ_MAIL_FROM": "chat.example",
    "DICHTBIJ_TRANSLATE_URL": "translate.example",
    "DICHTBIJ_TRANSLATE_KEY": "a key",
    "DICHTBIJ_MAIL_REPLY_DOMAIN": "a@b.example",
    "DICHTBIJ_MAIL_LISTEN": "127.0.0.1:24",
    "DICHTBIJ_METRICS_LISTEN": "9464",
    "DICHTBIJ_WEBHOOK_NETWORKS": "inside",
    "DICHTBIJ_LOG_LEVEL": "loud",
    "DICHTBIJ_COORDINATOR": "telegram:@somebody",
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_setting_is_named_without_its_value(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(name, WRONG[name])
    assert main(["serve"]) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert name in told
    assert WRONG[name] not in told


def test_the_local_mailbox_is_not_for_a_public_address() -> None:
    public = {"DICHTBIJ_PUBLIC_URL": "https://chat.example"}
    with pytest.raises(SettingsError, match="DICHTBIJ_SMTP_URL"):
        Settings.from_environ(public)
    assert not Settings.from_environ({**public, "DICHTBIJ_SMTP_URL": "smtp://mail.example"}).mail_is_local


@pytest.mark.parametrize("sender", ["hallo@chat.example", "Dichtbij <hallo@chat.example>"])
def test_who_sends_the_mail_may_have_a_name(sender: str) -> None:
    assert Settings.from_environ({"DICHTBIJ_MAIL_FROM": sender}).mail_from == sender


def test_what_is_not_set_follows_what_is() -> None:
    settings = Settings.from_environ({"DICHTBIJ_PORT": "9000", "DICHTBIJ_DATA_DIR": "data"})
    assert settings.public_url == "http://127.0.0.1:9000"
    assert settings.database_url == "sqlite+aiosqlite:///data/dichtbij.sqlite3"


def test_mail_is_taken_in_for_a_domain() -> None:
    listening = {"DICHTBIJ_MAIL_LISTEN": "lmtp://127.0.0.1:8024"}
    with pytest.raises(SettingsError, match="DICHTBIJ_MAIL_REPLY_DOMAIN"):
        Settings.from_environ(listening)
    assert Settings.from_environ({**listening, "DICHTBIJ_MAIL_REPLY_DOMAIN": "reply.chat.example"}).mail_listen


@pytest.mark.parametrize(
    ("host", "is_it"),
    [
        ("localhost", True),
        ("127.0.0.1", True),
        ("::1", True),
        ("0.0.0.0", False),
        ("chat.example", False),
        (None, False),
    ],
)
def test_loopback(host: str | None, is_it: bool) -> None:
    assert is_loopback(host) is is_it


@pytest.mark.parametrize(("text", "channel"), [("email:who@example.org", "email"), ("telegram:-100123", "telegram")])
def test_the_coordinator_has_an_address(text: str, channel: str) -> None:
    coordinator = Settings.from_environ({"DICHTBIJ_COORDINATOR": text}).coordinator
    assert coordinator == HandoverAddress(channel, text.partition(":")[2])
    assert Settings.from_environ({}).coordinator is None
