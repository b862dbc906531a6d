"""Messages to the coordinator when something does not go on by itself: what and how much, never whose or what about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.domain.messages import Outgoing
from bot.domain.partners import HandoverAddress
from bot.service.notices import COORDINATOR_LANGUAGE, coordinator_address
from bot.service.ports import Texts, UnitOfWork

KIND = "alarm"


@dataclass(frozen=True)
class Alarm:
    """Rings at the coordinator's address, or nowhere if there is none (see notices.coordinator_address)."""

    texts: Texts
    setting: HandoverAddress | None

    async def ring(self, uow: UnitOfWork, once: str, what: str, now: datetime, **values: Any) -> bool:
        """Queues the text ``alarm.{what}``, one time for each value of ``once``; False if nobody is told now."""
        address = await coordinator_address(uow, self.setting, not_by=values.get("channel", ""))
        if address is None:
            return False
        text = self.texts.say(COORDINATOR_LANGUAGE, f"alarm.{what}", **values)
        body = {"kind": KIND, "language": COORDINATOR_LANGUAGE, "values": {"text": text}}
        key = f"{KIND}:{what}:{once}"
        return await uow.outbox.add(Outgoing(key, key, address.channel, address.address, body), now)
