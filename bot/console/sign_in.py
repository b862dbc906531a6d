"""Signing in by a one-time link, signing out, and the reader's language."""

from __future__ import annotations

import asyncio
import uuid

from aiohttp import web

from bot.channels.web.guard import RateLimit, clean
from bot.console.desk import HOME, SIGN_IN, CantDo, Desk, Visit
from bot.console.service_words import seen
from bot.console.services import say_as_seen, service_cards
from bot.domain.assurance import confirmed
from bot.domain.errors import NotFound
from bot.domain.labels import LANGUAGES
from bot.domain.messages import Outgoing
from bot.domain.partners import HandoverAddress, Organization
from bot.service import access
from bot.service.assurances import PAGE

ANSWER_SECONDS = 0.4
"""Every request for a link takes this long, so that the time does not tell which addresses are known."""
LINKS_A_SECOND = 1 / 300
LINKS_AT_ONCE = 5
MAX_ADDRESS = 254
LINK = "/console/link/"


class SignIn:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._limit = RateLimit(LINKS_A_SECOND, LINKS_AT_ONCE)

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get(SIGN_IN, self._page),
            web.post(SIGN_IN, self._ask),
            web.get(LINK + "{token}", self._link),
            web.post(LINK + "{token}", self._enter),
            web.post("/console/sign-out", self._desk.signed_in_form(self._leave)),
            web.post("/console/language", self._language),
        ]

    async def _page(self, request: web.Request) -> web.Response:
        return await self._sign_in_page(request)

    async def _sign_in_page(self, request: web.Request, *, status: int = 200, **values: str) -> web.Response:
        # Only a trial system, whose mail stays inside, tells which addresses there are.
        examples = await self._organizations() if self._desk.has_mailbox else []
        values = {"back": SIGN_IN, **values}
        return self._desk.page(request, "sign_in.html", status=status, examples=examples, **values)

    async def _ask(self, request: web.Request) -> web.Response:
        email = clean((await self._desk.form(request)).get("email", "")).strip()[:MAX_ADDRESS]
        if "@" not in email:
            return await self._sign_in_page(request, status=400, notice="console.sign_in.no_address")
        await asyncio.gather(self._send_link(email), asyncio.sleep(ANSWER_SECONDS))
        return self._desk.page(request, "link_sent.html", back=SIGN_IN)

    async def _send_link(self, email: str) -> None:
        desk = self._desk
        try:
            organization_id = await access.organization_by_email(desk.new_uow, email)
        except NotFound:
            return
        if not self._limit.allow(organization_id):
            return
        token = await access.issue_link(desk.new_uow, desk.clock, organization_id)
        async with desk.new_uow() as uow:
            organization = (await uow.directory.load()).organization(organization_id)
            row = _mail(organization, email, f"{desk.public_url}{LINK}{token}")
            await uow.outbox.add(row, desk.clock())
            await uow.commit()

    async def _link(self, request: web.Request) -> web.Response:
        """Uses nothing up: programs that look through mail open every link."""
        desk = self._desk
        try:
            organization, target = await self._leads(request)
        except NotFound:
            return await self._used_up(request)
        if target != PAGE:
            return desk.page(request, "link.html")
        language = desk.language(request, organization)
        cards = await service_cards(desk, organization.id, language)
        return desk.page(request, "link_services.html", language=language, cards=cards, seen=seen(cards))

    async def _leads(self, request: web.Request) -> tuple[Organization, str]:
        """Whom an unused link signs in, and where it leads. Raises NotFound."""
        return await access.link(self._desk.new_uow, self._desk.clock, request.match_info["token"])

    async def _used_up(self, request: web.Request) -> web.Response:
        """A link that signs nobody in any more leads in who is signed in anyway; others can ask for a new one."""
        if await self._desk.organization_of(request):
            return _redirect(f"{HOME}?done=used_link")
        return await self._sign_in_page(request, status=410, notice="console.sign_in.used_link")

    async def _enter(self, request: web.Request) -> web.Response:
        desk, form = self._desk, await self._desk.form(request)
        try:
            organization, asked = await self._leads(request)
            token, target = await access.sign_in(desk.new_uow, desk.clock, request.match_info["token"])
        except NotFound:
            return await self._used_up(request)
        if "seen" in form and asked == PAGE:
            target = await self._confirm(request, organization, form["seen"])
        response = _redirect(target if _is_ours(target) else HOME)
        desk.cookies.sign_in(response, token)
        return response

    async def _confirm(self, request: web.Request, organization: Organization, shown: str) -> str:
        """Confirms what the link's page showed; gives the page that tells how that went."""
        language = self._desk.language(request, organization)
        try:
            await say_as_seen(self._desk, organization.id, language, shown, confirmed)
        except (CantDo, NotFound):
            return f"{PAGE}?done=changed"
        return f"{PAGE}?done=confirm"

    async def _leave(self, visit: Visit) -> web.Response:
        await access.sign_out(self._desk.new_uow, visit.session_token)
        response = _redirect(SIGN_IN)
        self._desk.cookies.sign_out(response)
        return response

    async def _language(self, request: web.Request) -> web.Response:
        form = await self._desk.form(request)
        back = form.get("back", "")
        response = _redirect(back if _is_ours(back) else HOME)
        if form.get("language") in LANGUAGES:
            self._desk.cookies.set_language(response, form["language"])
        return response

    async def _organizations(self) -> list[tuple[str, str]]:
        async with self._desk.new_uow() as uow:
            directory = await uow.directory.load()
        return [(o.name, a.address) for o in directory.organizations for a in o.handover_addresses if _is_mail(a)]


def _mail(organization: Organization, email: str, link: str) -> Outgoing:
    # To the address as the directory has it: what was typed may be another one that only folds to the same letters.
    address = next(
        a.address for a in organization.handover_addresses if _is_mail(a) and a.address.casefold() == email.casefold()
    )
    return Outgoing(
        key=f"sign_in:{uuid.uuid4().hex}",
        lane=f"email:{organization.id}",
        channel="email",
        address=address,
        body={"kind": "sign_in", "link": link, "language": organization.language},
    )


def _is_mail(address: HandoverAddress) -> bool:
    return address.channel == "email"


def _is_ours(target: str) -> bool:
    return target == HOME or target.startswith((f"{HOME}/", f"{HOME}?"))


def _redirect(target: str) -> web.Response:
    return web.Response(status=303, headers={"Location": target})
