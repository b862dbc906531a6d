"""What all pages of the console share: who reads, in which language, and how a page is made."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.channels.web.assets import Assets
from bot.channels.web.chat import STATIC
from bot.channels.web.guard import read_form, read_upload, require_same_origin
from bot.channels.web.pages import Pages, accepted_language
from bot.console.cookies import ConsoleCookies, form_token, is_form_token
from bot.domain.errors import DichtbijError, NotFound
from bot.domain.labels import LANGUAGES
from bot.domain.partners import Directory, Organization
from bot.service.access import hash_token
from bot.service.ports import Clock, Texts, UnitOfWorkFactory

HERE = Path(__file__).parent
HOME = "/console"
SIGN_IN = "/console/sign-in"


@dataclass(frozen=True)
class Visit:
    """One request of a partner who is signed in; ``form`` holds what a form sent, ``file`` the file in it."""

    request: web.Request
    session_token: str
    organization: Organization
    directory: Directory
    language: str
    form: dict[str, str]
    file: bytes = b""


Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
VisitHandler = Callable[[Visit], Awaitable[web.StreamResponse]]


class CantDo(DichtbijError):
    """A step that was not taken; ``notice`` is the key of what the partner is told."""

    def __init__(self, notice: str, status: int) -> None:
        super().__init__(notice)
        self.notice = notice
        self.status = status


class Desk:
    """The console's own means, handed to each of its pages."""

    def __init__(
        self,
        new_uow: UnitOfWorkFactory,
        clock: Clock,
        texts: Texts,
        public_url: str,
        *,
        has_mailbox: bool,
        translates: bool,
    ) -> None:
        """``translates`` says that a machine translates what is written where the languages differ."""
        self.new_uow = new_uow
        self.clock = clock
        self.texts = texts
        self.public_url = public_url
        self.has_mailbox = has_mailbox
        self.translates = translates
        self.cookies = ConsoleCookies(public_url)
        self.assets = Assets("/console/static", STATIC, HERE / "static")
        self._pages = Pages(HERE / "templates", texts, self.assets)

    def page(
        self, request: web.Request, template: str, *, language: str = "", status: int = 200, **values: Any
    ) -> web.Response:
        """A page for a reader who need not be signed in."""
        values = {"organization": None, "form_token": "", "notice": "", "back": request.path, **values}
        language = language or self.language(request)
        response = self._pages.render(template, language, status=status, has_mailbox=self.has_mailbox, **values)
        # Browsers send no Origin with a form from a page that has no-referrer.
        response.headers["Referrer-Policy"] = "same-origin"
        return response

    def own_page(self, visit: Visit, template: str, *, status: int = 200, **values: Any) -> web.Response:
        """A page for a partner who is signed in."""
        values = {"organization": visit.organization, "form_token": form_token(visit.session_token), **values}
        return self.page(visit.request, template, language=visit.language, status=status, **values)

    def language(self, request: web.Request, organization: Organization | None = None) -> str:
        """The chosen language, else the organisation's, else the browser's."""
        own = organization.language if organization else ""
        return self.cookies.language(request) or (own if own in LANGUAGES else accepted_language(request))

    def signed_in(self, handler: VisitHandler) -> Handler:
        """Only for partners who are signed in; others are shown the way in."""

        async def guarded(request: web.Request) -> web.StreamResponse:
            return await handler(await self._visit(request, {}))

        return guarded

    def signed_in_form(self, handler: VisitHandler) -> Handler:
        """Only for forms of our own pages that a signed-in partner sends."""

        async def guarded(request: web.Request) -> web.StreamResponse:
            visit = await self._visit(request, await self.form(request))
            if not is_form_token(visit.form.get("form_token", ""), visit.session_token):
                raise web.HTTPForbidden
            return await handler(visit)

        return guarded

    def signed_in_upload(self, handler: VisitHandler) -> Handler:
        """As ``signed_in_form``, for a form with a file."""

        async def guarded(request: web.Request) -> web.StreamResponse:
            require_same_origin(request, self.public_url)
            visit = await self._visit(request, {})  # before anything large is read
            form, file = await read_upload(request)
            if not is_form_token(form.get("form_token", ""), visit.session_token):
                raise web.HTTPForbidden
            return await handler(replace(visit, form=form, file=file))

        return guarded

    async def form(self, request: web.Request) -> dict[str, str]:
        """The fields of a form of our own pages. Raises HTTPForbidden for another site's."""
        require_same_origin(request, self.public_url)
        return {name: value for name, value in (await read_form(request)).items() if isinstance(value, str)}

    async def organization_of(self, request: web.Request) -> tuple[Organization, Directory] | None:
        """The organisation that is signed in, if any."""
        token = self.cookies.token(request)
        if token is None:
            return None
        try:
            async with self.new_uow() as uow:
                session = await uow.access.session(hash_token(token), self.clock())
                directory = await uow.directory.load()
            return directory.organization(session.organization_id), directory
        except (NotFound, KeyError):  # signed out, or no longer in the directory
            return None

    async def _visit(self, request: web.Request, form: dict[str, str]) -> Visit:
        found = await self.organization_of(request)
        if found is None:
            raise web.HTTPSeeOther(SIGN_IN)
        organization, directory = found
        language = self.language(request, organization)
        token = self.cookies.token(request) or ""
        return Visit(request, token, organization, directory, language, form)
