"""The people that a service may be there for alone."""

from __future__ import annotations

from bot.domain.labels import Label


class Group(Label):
    """Those whom a service may be only for."""

    WOMEN = "women"
    MEN = "men"
    NEWCOMERS = "newcomers"
    """People who have come to live here from another country."""


INSTEAD = {Group.WOMEN: Group.MEN, Group.MEN: Group.WOMEN}
"""Who belongs to one of these does not belong to the other."""
