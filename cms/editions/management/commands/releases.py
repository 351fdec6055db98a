"""``manage.py releases …``: what people do about the library's releases, for scripts. Prints JSON."""

from __future__ import annotations

from cms.editions.commands import SubcommandsCommand
from cms.editions.forecast import commands as forecast
from cms.editions.oversight import commands as oversight
from cms.editions.proposals import commands as proposals
from cms.editions.rollout import commands as rollout
from cms.editions.rollout import publishing_commands as publishing


class Command(SubcommandsCommand):
    help = "Release library pages, try releases out, take them through the rings, account for corrections."
    subcommands = [
        one for part in (publishing, forecast, rollout, oversight, proposals) for one in part.RELEASE_COMMANDS
    ]
