"""What residents and partners wrote can't be read, moved or changed in the database; keys can be changed."""

from __future__ import annotations

import base64
import secrets
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select, text, update

from bot.adapters.crypto import Unreadable
from bot.adapters.storage import Storage, open_storage
from bot.adapters.tables import conversations, inbox, outbox
from bot.config import Settings, SettingsError
from bot.domain.handover import RelayMessage
from bot.domain.messages import Choice, Outgoing
from bot.domain.question import HelpQuestion
from bot.service.ports import Copy, Mail, Photo
from tests.support.postgres import Postgres
from tests.support.storage import (
    NOW,
    a_handover,
    claim,
    claim_out,
    done,
    hand_over,
    hear,
    message,
    said,
    send,
    sent,
)

CANARY = "kanarie-geheim"


async def write_canaries(storage: Storage) -> str:
    """Puts the canary wherever people's words, names and addresses go; gives the conversation's id."""
    incoming = replace(said(f"{CANARY} 1", f"{CANARY} 2", f"{CANARY} 3"), data={"text": f"{CANARY} 4"})
    (id,) = await hear(storage, incoming)
    await hand_over(storage, replace(a_handover("h", id), shared={"words": f"{CANARY} 5"}))
    async with storage.new_uow() as uow:
        conversation = await uow.conversations.load(id)
        question = HelpQuestion(f"{CANARY} 6", name=f"{CANARY} 7", phone=f"{CANARY} 8")
        choices = (Choice("c", f"{CANARY} 9", "/yes"),)
        dialogue = {"events": [{"text": f"{CANARY} 10"}]}
        said_so = replace(conversation, question=question, choices=choices, dialogue=dialogue)
        await uow.conversations.save(said_so, NOW)
        await uow.handovers.add_message(RelayMessage("m", "h", "resident", f"{CANARY} 11", NOW, "ar", f"{CANARY} 18"))
        await uow.copies.add(Copy("c", "h", "telegram", f"{CANARY} 19", "1", "text", NOW))
        await uow.photos.add(Photo("f", id, "h", f"{CANARY} 20".encode(), NOW))
        await uow.mailbox.add(Mail("mail", f"{CANARY} 12", f"{CANARY} 13", f"{CANARY} 14", NOW))
        body = {"kind": "reply", "text": f"{CANARY} 15"}
        await uow.outbox.add(Outgoing("k", "lane", "telegram", f"{CANARY} 16", body, id), NOW)
        await uow.commit()
    (delivery,) = await claim_out(storage)
    await sent(storage, delivery, reference=f"{CANARY} 17")
    return id


def _hidden_in(stored: bytes) -> bool:
    """True if no canary is there, nor the form in which photos are sealed."""
    return CANARY.encode() not in stored and base64.b64encode(f"{CANARY} 20".encode()) not in stored


def _contents(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir())


async def test_nothing_written_can_be_read_in_the_files(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, database_url=f"sqlite+aiosqlite:///{tmp_path}/dichtbij.sqlite3")
    async with open_storage(settings) as storage:
        id = await write_canaries(storage)
        stored = _contents(tmp_path)
    stored += _contents(tmp_path)
    assert id.encode() in stored
    assert _hidden_in(stored)


async def test_nothing_written_can_be_read_in_a_dump(postgres: Postgres, upgraded: str, tmp_path: Path) -> None:
    name = postgres.new_database(upgraded)
    async with open_storage(Settings(data_dir=tmp_path, database_url=postgres.url(name))) as storage:
        id = await write_canaries(storage)
    dump = postgres.dump(name)
    assert id in dump
    assert CANARY not in dump
    assert CANARY.encode().hex() not in dump


async def test_settings_of_sqlite(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, database_url=f"sqlite+aiosqlite:///{tmp_path}/dichtbij.sqlite3")
    async with open_storage(settings) as storage, storage.database.connect() as connection:
        names = ("journal_mode", "synchronous", "secure_delete", "foreign_keys", "busy_timeout")
        found = [(await connection.execute(text(f"PRAGMA {name}"))).scalar_one() for name in names]
    assert found == ["wal", 2, 1, 1, 10_000]


async def test_rows_that_were_swapped_are_set_aside_and_hold_up_nobody(storage: Storage) -> None:
    await hear(storage, said("a1"), said("a2"), said("b1", sender="bilal"), said("b2", sender="bilal"))
    await swap(storage, inbox, 1, 3)
    claimed = await claim(storage)
    assert claimed is not None
    assert claimed.incoming.content == "a2"
    await send(storage, message("a1", "a"), message("a2", "a"), message("b1", "b"), message("c1", "c"))
    await swap(storage, outbox, 1, 3)
    claimed_out = await claim_out(storage)
    assert [(delivery.outgoing.key, delivery.readable) for delivery in claimed_out] == [
        ("a1", False),
        ("b1", False),
        ("c1", True),
    ]
    assert "text" not in claimed_out[0].outgoing.body


async def swap(storage: Storage, table: object, first: int, second: int) -> None:
    assert table in (inbox, outbox)
    rows = inbox if table is inbox else outbox
    async with storage.database.connect() as connection:
        found = await connection.execute(select(rows.c.id, rows.c.content).where(rows.c.id.in_((first, second))))
        contents = {row.id: row.content for row in found}
        for id, other in ((first, second), (second, first)):
            await connection.execute(update(rows).where(rows.c.id == id).values(content=contents[other]))
        await connection.commit()


async def test_a_column_put_in_another_ones_place_is_refused(storage: Storage) -> None:
    (id,) = await hear(storage, said("hello"))
    async with storage.database.connect() as connection:
        await connection.execute(update(conversations).values(question=conversations.c.dialogue))
        await connection.commit()
    with pytest.raises(Unreadable, match=r"conversations\.question"):
        async with storage.new_uow() as uow:
            await uow.conversations.load(id)


async def test_a_new_key_encrypts_and_the_old_one_still_reads(settings: Settings) -> None:
    old, new, lookup = (secrets.token_hex(32) for _ in range(3))
    before = replace(settings, encryption_keys=f"old:{old},lookup:{lookup}")
    after_change = replace(settings, encryption_keys=f"new:{new},old:{old},lookup:{lookup}")
    async with open_storage(before) as storage:
        (id,) = await hear(storage, said("hello"))
    async with open_storage(after_change) as storage:
        assert await hear(storage, said("again")) == [id]
        first = await claim(storage)
        assert first is not None
        assert first.incoming.content == "hello"
        await done(storage, first)
        async with storage.database.connect() as connection:
            stored = (await connection.execute(select(inbox.c.content).order_by(inbox.c.id))).scalars().all()
    assert [content[1:4] for content in stored] == [b"old", b"new"]


@pytest.mark.parametrize(
    ("changed", "named"), [("new:{new},lookup:{lookup}", "old"), ("old:{old},lookup:{new}", "lookup")]
)
async def test_keys_that_do_not_fit_the_database_stop_the_start(settings: Settings, changed: str, named: str) -> None:
    values = {name: secrets.token_hex(32) for name in ("old", "new", "lookup")}
    right = replace(settings, encryption_keys="old:{old},lookup:{lookup}".format(**values))
    async with open_storage(right):
        pass
    with pytest.raises(SettingsError, match=named):
        async with open_storage(replace(settings, encryption_keys=changed.format(**values))):
            pass
    async with open_storage(right):
        pass


@pytest.mark.parametrize(
    "url", ["postgresql+asyncpg://nobody:secret@127.0.0.1:1/none", "sqlite+aiosqlite:////dev/null/secret"]
)
async def test_a_database_that_does_not_answer_is_named(tmp_path: Path, url: str) -> None:
    with pytest.raises(SettingsError, match="DICHTBIJ_DATABASE_URL") as raised:
        async with open_storage(Settings(data_dir=tmp_path, database_url=url)):
            pass
    assert "secret" not in str(raised.value)
