"""Photos, sealed, for as long as resident and partner need them."""

from __future__ import annotations

import base64
from datetime import datetime

from sqlalchemy import delete, insert, select

from bot.adapters.repositories.scope import Scope
from bot.adapters.tables import files, handovers
from bot.domain.errors import NotFound
from bot.domain.handover import OPEN
from bot.service.ports import Photo


class SqlPhotos:
    """Photos (see bot.service.ports)."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    async def add(self, photo: Photo) -> None:
        content = base64.b64encode(photo.content).decode()
        sealed = self._scope.cipher.seal(content, "files", "content", photo.id)
        await self._scope.execute(insert(files).values(**{**vars(photo), "content": sealed}))

    async def get(self, id: str) -> Photo:
        row = (await self._scope.execute(select(files).where(files.c.id == id))).one_or_none()
        if row is None:
            raise NotFound("no such photo")
        content = base64.b64decode(self._scope.cipher.open(row.content, "files", "content", row.id))
        return Photo(**{**row._mapping, "content": content})

    async def forget_ended(self, before: datetime) -> None:
        ended = handovers.c.state.not_in([state.value for state in OPEN]) & (handovers.c.updated_at < before)
        gone = select(handovers.c.id).where(ended)
        await self._scope.execute(delete(files).where(files.c.handover_id.in_(gone)))
