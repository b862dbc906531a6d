"""Signing in to the console by one-time links."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from bot.domain.errors import NotFound
from bot.domain.partners import Organization
from bot.service.ports import Clock, Session, UnitOfWorkFactory

LINK_LIFETIME = timedelta(days=14)
"""A link in a handover mail must outlive a fortnight's absence; it works once."""
SESSION_LIFETIME = timedelta(hours=8)
"""OWASP session management: absolute timeout of 4 to 8 hours."""


def hash_token(token: str) -> str:
    """Tokens are 256 random bits, so one round of SHA-256 is enough to store them."""
    return hashlib.sha256(token.encode()).hexdigest()


async def issue_link(new_uow: UnitOfWorkFactory, clock: Clock, organization_id: str, target: str = "/console") -> str:
    """A new one-time token that signs ``organization_id`` in and leads to the console page ``target``."""
    token = secrets.token_urlsafe(32)
    async with new_uow() as uow:
        await uow.access.add_link(hash_token(token), organization_id, target, clock() + LINK_LIFETIME)
        await uow.commit()
    return token


async def link(new_uow: UnitOfWorkFactory, clock: Clock, token: str) -> tuple[Organization, str]:
    """Whom an unused link signs in, and where it leads; uses nothing up. Raises NotFound."""
    async with new_uow() as uow:
        organization_id, target = await uow.access.link(hash_token(token), clock())
        directory = await uow.directory.load()
    found = next((each for each in directory.organizations if each.id == organization_id), None)
    if found is None:
        raise NotFound("this partner is in the directory no more")
    return found, target


async def sign_in(new_uow: UnitOfWorkFactory, clock: Clock, token: str) -> tuple[str, str]:
    """Uses up a link; gives a new session's token and the page to go to. Raises NotFound."""
    session_token = secrets.token_urlsafe(32)
    async with new_uow() as uow:
        organization_id, target = await uow.access.use_link(hash_token(token), clock())
        session = Session(organization_id, clock() + SESSION_LIFETIME)
        await uow.access.add_session(hash_token(session_token), session)
        await uow.commit()
    return session_token, target


async def session(new_uow: UnitOfWorkFactory, clock: Clock, session_token: str) -> Session:
    """The session of a token. Raises NotFound."""
    async with new_uow() as uow:
        return await uow.access.session(hash_token(session_token), clock())


async def sign_out(new_uow: UnitOfWorkFactory, session_token: str) -> None:
    async with new_uow() as uow:
        await uow.access.end_session(hash_token(session_token))
        await uow.commit()


async def organization_by_email(new_uow: UnitOfWorkFactory, email: str) -> str:
    """The organisation that gets its handovers at this address. Raises NotFound."""
    wanted = email.strip().casefold()
    async with new_uow() as uow:
        directory = await uow.directory.load()
    for organization in directory.organizations:
        if any(a.channel == "email" and a.address.casefold() == wanted for a in organization.handover_addresses):
            return organization.id
    raise NotFound("no partner has this address")
