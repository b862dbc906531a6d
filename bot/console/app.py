"""The partners' pages."""

from __future__ import annotations

from collections.abc import Mapping

from aiohttp import web

from bot.console.desk import Desk
from bot.console.handovers import HandoverPages
from bot.console.mailbox import MailboxPage
from bot.console.photos import PhotoPages
from bot.console.services import ServicePages
from bot.console.sign_in import SignIn
from bot.console.writing import WritingSign
from bot.service.ports import Cleaner, Clock, Texts, UnitOfWorkFactory
from bot.service.writing import Sign


def console_routes(
    new_uow: UnitOfWorkFactory,
    clock: Clock,
    texts: Texts,
    public_url: str,
    clean: Cleaner,
    signs: Mapping[str, Sign],
    *,
    mail_is_local: bool,
    translates: bool,
) -> list[web.RouteDef]:
    """All routes under /console; the local mailbox is among them only while mail goes there.

    ``signs`` show residents that their partner is writing, by the resident's channel; ``translates`` tells whether a
    server translates what partners write.
    """
    desk = Desk(new_uow, clock, texts, public_url, has_mailbox=mail_is_local, translates=translates)
    pages = HandoverPages(desk)
    photos = PhotoPages(desk, pages, clean)
    mailbox = MailboxPage(desk).routes() if mail_is_local else []
    return [
        *SignIn(desk).routes(),
        *pages.routes(),
        *photos.routes(),
        *WritingSign(desk, signs).routes(),
        *ServicePages(desk).routes(),
        *mailbox,
        *desk.assets.routes(),
    ]
