"""``manage.py editions …``: what people do about a clinic's editions, for scripts. Prints JSON."""

from __future__ import annotations

from cms.editions.commands import SubcommandsCommand
from cms.editions.oversight import commands as oversight
from cms.editions.proposals import commands as proposals
from cms.editions.rollout import commands as rollout
from cms.editions.updates import commands as updates
from cms.editions.updates import deciding_commands as deciding


class Command(SubcommandsCommand):
    help = (
        "Decide about library blocks, answer updates, hold releases, propose text, look across the network."
    )
    subcommands = [
        one for part in (deciding, updates, rollout, proposals, oversight) for one in part.EDITION_COMMANDS
    ]
