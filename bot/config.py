"""The settings: read once from the environment, validated with messages that name the setting."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from bot.domain.errors import DichtbijError
from bot.domain.partners import HandoverAddress

T = TypeVar("T")


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


def _database_url(text: str) -> str:
    if not text.startswith(("sqlite+aiosqlite:///", "postgresql+asyncpg://")):
        raise ValueError
    return text


def _http_url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError
    return text.rstrip("/")


def _smtp_url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ValueError
    return text


def _coordinator(text: str) -> HandoverAddress:
    channel, _, address = text.partition(":")
    usable = {"email": "@" in address, "telegram": address.removeprefix("-").isdecimal()}
    if not usable.get(channel):
        raise ValueError
    return HandoverAddress(channel, address)


def _mail_listen(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("lmtp", "smtp") or not parts.hostname or not parts.port:
        raise ValueError
    return text


def _listen(text: str) -> str:
    parts = urlsplit(f"//{text}")
    if not parts.hostname or not parts.port or parts.path:
        raise ValueError
    return text


def _domain(text: str) -> str:
    if not re.fullmatch(r"[\w.-]+", text, re.ASCII):
        raise ValueError
    return text


def _encryption_keys(text: str) -> str:
    for pair in text.split(","):
        key_id, _, key = pair.partition(":")
        if not key_id or len(bytes.fromhex(key)) != 32:
            raise ValueError
    return text


def _networks(text: str) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(ip_network(part.strip()) for part in text.split(","))


def is_loopback(host: str | None) -> bool:
    """Whether only this machine itself can be meant."""
    try:
        return host == "localhost" or ip_address(host or "").is_loopback
    except ValueError:
        return False


@dataclass(frozen=True)
class Settings:
    """Everything that can be set. Each field says its environment variable in the README's table."""

    host: str = "127.0.0.1"
    port: int = 8080
    public_url: str = "http://127.0.0.1:8080"
    data_dir: Path = Path("var")
    database_url: str = "sqlite+aiosqlite:///var/dichtbij.sqlite3"
    encryption_keys: str = field(default="", repr=False)
    model_dir: Path = Path("models")
    sample_directory: Path = Path("examples/directory.csv")
    lease_seconds: float = 30.0
    telegram_bot_token: str = field(default="", repr=False)
    telegram_api_url: str = "https://api.telegram.org"
    telegram_webhook_secret: str = field(default="", repr=False)
    smtp_url: str = field(default="", repr=False)
    mail_from: str = "dichtbij@localhost"
    translate_url: str = ""
    translate_key: str = field(default="", repr=False)
    coordinator: HandoverAddress | None = field(default=None, repr=False)
    mail_reply_domain: str = ""
    mail_listen: str = ""
    metrics_listen: str = ""
    webhook_networks: tuple[IPv4Network | IPv6Network, ...] = ()
    log_level: str = "INFO"

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
        """Reads the settings.

        Raises:
            SettingsError: names the first setting that can't be used and what was expected.
        """
        read = _Reader(environ)
        data_dir = read("DICHTBIJ_DATA_DIR", cls.data_dir, Path, "a folder")
        port = read("DICHTBIJ_PORT", cls.port, _port, "a number from 0 to 65535")
        host = read("DICHTBIJ_HOST", cls.host, str, "a host name or address")
        settings = cls(
            host=host,
            port=port,
            public_url=read("DICHTBIJ_PUBLIC_URL", f"http://127.0.0.1:{port}", _http_url, "an http or https address"),
            data_dir=data_dir,
            database_url=read(
                "DICHTBIJ_DATABASE_URL",
                f"sqlite+aiosqlite:///{data_dir}/dichtbij.sqlite3",
                _database_url,
                "sqlite+aiosqlite:///FILE or postgresql+asyncpg://USER:PASSWORD@HOST/NAME",
            ),
            encryption_keys=read(
                "DICHTBIJ_ENCRYPTION_KEYS",
                "",
                _encryption_keys,
                "ID:KEY pairs with commas, each key 64 hex digits, one of them with the ID lookup",
            ),
            model_dir=read("DICHTBIJ_MODEL_DIR", cls.model_dir, Path, "a folder"),
            sample_directory=read("DICHTBIJ_SAMPLE_DIRECTORY", cls.sample_directory, Path, "a directory file"),
            lease_seconds=read("DICHTBIJ_LEASE_SECONDS", cls.lease_seconds, _seconds, "a number of seconds above 0"),
            telegram_bot_token=read("TELEGRAM_BOT_TOKEN", "", str, "the bot's token"),
            telegram_api_url=read("TELEGRAM_API_URL", cls.telegram_api_url, _http_url, "an http or https address"),
            telegram_webhook_secret=read("TELEGRAM_WEBHOOK_SECRET", "", str, "a secret text"),
            smtp_url=read("DICHTBIJ_SMTP_URL", "", _smtp_url, "smtp://USER:PASSWORD@HOST:PORT or smtps://..."),
            mail_from=read("DICHTBIJ_MAIL_FROM", cls.mail_from, str, "an e-mail address"),
            translate_url=read("DICHTBIJ_TRANSLATE_URL", "", _http_url, "an http or https address"),
            translate_key=read("DICHTBIJ_TRANSLATE_KEY", "", str, "the translation server's key"),
            coordinator=read("DICHTBIJ_COORDINATOR", None, _coordinator, "email:ADDRESS or telegram:CHAT NUMBER"),
            mail_reply_domain=read("DICHTBIJ_MAIL_REPLY_DOMAIN", "", _domain, "a domain like reply.chat.example"),
            mail_listen=read("DICHTBIJ_MAIL_LISTEN", "", _mail_listen, "lmtp://HOST:PORT or smtp://HOST:PORT"),
            metrics_listen=read("DICHTBIJ_METRICS_LISTEN", "", _listen, "HOST:PORT"),
            webhook_networks=read("DICHTBIJ_WEBHOOK_NETWORKS", (), _networks, "networks like 10.1.0.0/16 with commas"),
            log_level=read("DICHTBIJ_LOG_LEVEL", cls.log_level, _log_level, "DEBUG, INFO, WARNING or ERROR"),
        )
        if settings.mail_is_local and not is_loopback(urlsplit(settings.public_url).hostname):
            problem = "DICHTBIJ_SMTP_URL is missing: expected a mail server, as DICHTBIJ_PUBLIC_URL is open to others"
            raise SettingsError(f"{problem}, and whoever opens the local mailbox can sign in as any partner")
        if settings.mail_listen and not settings.mail_reply_domain:
            raise SettingsError("DICHTBIJ_MAIL_REPLY_DOMAIN is missing: expected the domain whose mail is taken in")
        return settings


def _log_level(text: str) -> str:
    if text.upper() not in ("DEBUG", "INFO", "WARNING", "ERROR"):
        raise ValueError
    return text.upper()


class _Reader:
    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ

    def __call__(self, name: str, default: T, cast: Callable[[str], T], expected: str) -> T:
        text = self._environ.get(name, "").strip()
        if not text:
            return default
        try:
            return cast(text)
        except ValueError:
            raise SettingsError(f"{name} can't be used: expected {expected}") from None
