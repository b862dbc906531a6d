"""The settings: read once from the environment, validated with messages that name the setting."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from bot.domain.errors import DichtbijError
from bot.domain.partners import HandoverAddress

T = TypeVar("T")
HTTP_URL = "an http or https address"


class SettingsError(DichtbijError):
    """A setting has a value that can't be used."""


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65535:
        raise ValueError
    return port


def _seconds(text: str) -> float:
    seconds = float(text)
    if seconds <= 0:
        raise ValueError
    return seconds


def _matching(pattern: str) -> Callable[[str], str]:
    def cast(text: str) -> str:
        if not re.fullmatch(pattern, text, re.ASCII):
            raise ValueError
        return text

    return cast


def _url(*schemes: str, with_port: bool = False) -> Callable[[str], str]:
    def cast(text: str) -> str:
        parts = urlsplit(text)
        if parts.scheme not in schemes or not parts.hostname or (with_port and not parts.port):
            raise ValueError
        return text.rstrip("/")

    return cast


def _listen(text: str) -> str:
    parts = urlsplit(f"//{text}")
    if not parts.hostname or not parts.port or parts.path:
        raise ValueError
    return text


def _database_url(text: str) -> str:
    if not text.startswith(("sqlite+aiosqlite:///", "postgresql+asyncpg://")):
        raise ValueError
    return text


def _coordinator(text: str) -> HandoverAddress:
    channel, _, address = text.partition(":")
    usable = {"email": "@" in address, "telegram": address.removeprefix("-").isdecimal()}
    if not usable.get(channel):
        raise ValueError
    return HandoverAddress(channel, address)


def _networks(text: str) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(ip_network(part.strip()) for part in text.split(","))


def _log_level(text: str) -> str:
    if text.upper() not in ("DEBUG", "INFO", "WARNING", "ERROR"):
        raise ValueError
    return text.upper()


def is_loopback(host: str | None) -> bool:
    """Whether only this machine itself can be meant."""
    try:
        return host == "localhost" or ip_address(host or "").is_loopback
    except ValueError:
        return False


def _setting(name: str, cast: Callable[[str], T], expected: str, default: T, *, secret: bool = False) -> T:
    """A field of the settings, with what ``_read`` needs to fill it from the environment."""
    how: Any = field(default=default, repr=not secret, metadata={"name": name, "cast": cast, "expected": expected})
    return how  # type: ignore[no-any-return]  # what a dataclass makes of it


def _read(environ: Mapping[str, str], how: Mapping[str, Any]) -> Any:
    """The value of one setting; None if it is not set."""
    text = environ.get(how["name"], "").strip()
    try:
        return how["cast"](text) if text else None
    except ValueError:
        raise SettingsError(f"{how['name']} can't be used: expected {how['expected']}") from None


@dataclass(frozen=True)
class Settings:
    """Everything that can be set; the README's table says what each of it is."""

    host: str = _setting("DICHTBIJ_HOST", _matching(r"[\w.:-]+"), "a host name or address", "127.0.0.1")
    port: int = _setting("DICHTBIJ_PORT", _port, "a number from 0 to 65535", 8080)
    public_url: str = _setting("DICHTBIJ_PUBLIC_URL", _url("http", "https"), HTTP_URL, "http://127.0.0.1:8080")
    data_dir: Path = _setting("DICHTBIJ_DATA_DIR", Path, "a folder", Path("var"))
    database_url: str = _setting(
        "DICHTBIJ_DATABASE_URL",
        _database_url,
        "sqlite+aiosqlite:///FILE or postgresql+asyncpg://USER:PASSWORD@HOST/NAME",
        "sqlite+aiosqlite:///var/dichtbij.sqlite3",
    )
    encryption_keys: str = _setting(
        "DICHTBIJ_ENCRYPTION_KEYS",
        str,
        "what bot.adapters.keys reads",
        "",
        secret=True,
    )
    model_dir: Path = _setting("DICHTBIJ_MODEL_DIR", Path, "a folder", Path("models"))
    sample_directory: Path = _setting(
        "DICHTBIJ_SAMPLE_DIRECTORY", Path, "a directory file", Path("examples/directory.csv")
    )
    lease_seconds: float = _setting("DICHTBIJ_LEASE_SECONDS", _seconds, "a number of seconds above 0", 30.0)
    telegram_bot_token: str = _setting(
        "TELEGRAM_BOT_TOKEN", _matching(r"\d+:[\w-]+"), "the bot's token, like 123456:LETTERS", "", secret=True
    )
    telegram_api_url: str = _setting("TELEGRAM_API_URL", _url("http", "https"), HTTP_URL, "https://api.telegram.org")
    telegram_webhook_secret: str = _setting(
        "TELEGRAM_WEBHOOK_SECRET", _matching(r"[\w-]{1,256}"), "at most 256 letters, digits, _ and -", "", secret=True
    )
    smtp_url: str = _setting(
        "DICHTBIJ_SMTP_URL", _url("smtp", "smtps"), "smtp://USER:PASSWORD@HOST:PORT or smtps://...", "", secret=True
    )
    mail_from: str = _setting(
        "DICHTBIJ_MAIL_FROM",
        _matching(r"[^@\s<>]+@[^@\s<>]+|[^<>@]*<[^@\s<>]+@[^@\s<>]+>"),
        "an e-mail address, or NAME <ADDRESS>",
        "dichtbij@localhost",
    )
    translate_url: str = _setting("DICHTBIJ_TRANSLATE_URL", _url("http", "https"), HTTP_URL, "")
    translate_key: str = _setting(
        "DICHTBIJ_TRANSLATE_KEY", _matching(r"\S+"), "the translation server's key, without spaces", "", secret=True
    )
    coordinator: HandoverAddress | None = _setting(
        "DICHTBIJ_COORDINATOR", _coordinator, "email:ADDRESS or telegram:CHAT NUMBER", None, secret=True
    )
    mail_reply_domain: str = _setting(
        "DICHTBIJ_MAIL_REPLY_DOMAIN", _matching(r"[\w.-]+"), "a domain like reply.chat.example", ""
    )
    mail_listen: str = _setting(
        "DICHTBIJ_MAIL_LISTEN", _url("lmtp", "smtp", with_port=True), "lmtp://HOST:PORT or smtp://HOST:PORT", ""
    )
    metrics_listen: str = _setting("DICHTBIJ_METRICS_LISTEN", _listen, "HOST:PORT", "")
    webhook_networks: tuple[IPv4Network | IPv6Network, ...] = _setting(
        "DICHTBIJ_WEBHOOK_NETWORKS", _networks, "networks like 10.1.0.0/16 with commas", ()
    )
    log_level: str = _setting("DICHTBIJ_LOG_LEVEL", _log_level, "DEBUG, INFO, WARNING or ERROR", "INFO")

    @property
    def key_file(self) -> Path:
        """Where keys are made at the first start if none are set."""
        return self.data_dir / "keys"

    @property
    def mail_is_local(self) -> bool:
        """True while mail goes to the console's own mailbox."""
        return not self.smtp_url

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> Settings:
        """Reads the settings; the public address follows the port, and the database the data folder.

        Raises:
            SettingsError: names the first setting that can't be used and what was expected.
        """
        told = {each.name: _read(environ, each.metadata) for each in fields(cls)}
        chosen = {name: value for name, value in told.items() if value is not None}
        chosen.setdefault("public_url", f"http://127.0.0.1:{chosen.get('port', cls.port)}")
        folder = chosen.get("data_dir", cls.data_dir)
        chosen.setdefault("database_url", f"sqlite+aiosqlite:///{folder}/dichtbij.sqlite3")
        settings = cls(**chosen)
        settings._check_together()
        return settings

    def _check_together(self) -> None:
        if self.mail_is_local and not is_loopback(urlsplit(self.public_url).hostname):
            problem = "DICHTBIJ_SMTP_URL is missing: expected a mail server, as DICHTBIJ_PUBLIC_URL is open to others"
            raise SettingsError(f"{problem}, and whoever opens the local mailbox can sign in as any partner")
        if self.mail_listen and not self.mail_reply_domain:
            raise SettingsError("DICHTBIJ_MAIL_REPLY_DOMAIN is missing: expected the domain whose mail is taken in")
