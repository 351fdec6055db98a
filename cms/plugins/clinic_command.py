"""Commands of ``manage.py`` that plugins bring; each works for clinics that have the plugin on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Exists

from cms.clinics.models import Clinic
from cms.clinics.records import record_of
from cms.plugins.activation import active_settings, is_active
from cms.plugins.background import at_work
from cms.plugins.containment import contain
from cms.plugins.contexts import PluginContext
from cms.plugins.models import Activation, Allowance
from cms.plugins.registry import Entry, registry


class PluginCommand(BaseCommand):
    """What ``Command`` in ``management/commands/<plugin>_<verb>.py`` of a plugin derives from.

    ``plugin`` is the name of the plugin. Override ``handle_clinic``, and ``add_arguments`` for more options;
    ``--clinic`` and ``--all-clinics`` are there already.
    """

    plugin: ClassVar[str] = ""

    def handle_clinic(self, context: PluginContext, **options: Any) -> str | None:
        """Do the work for one clinic; a text that it returns is printed.

        ``here`` answers with ``context``, and texts are in the clinic's main language. Raises
        ``CommandError`` or ``ValidationError`` with a sentence for what cannot be done there. Whatever else
        it raises is logged. In both cases the next clinic has its turn, and the command fails at the end.
        """
        raise NotImplementedError("A PluginCommand overrides handle_clinic.")

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Ask for clinics as well, whatever ``add_arguments`` asks for."""
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        clinics = parser.add_mutually_exclusive_group(required=True)
        clinics.add_argument(
            "--clinic", action="append", metavar="SLUG", help="A clinic; may be given more than once."
        )
        clinics.add_argument(
            "--all-clinics", action="store_true", help="Every clinic that has the plugin on."
        )
        return parser

    def handle(self, *args: Any, **options: Any) -> None:
        """Work for each of the clinics that are asked for."""
        entry = _loaded(self.plugin)
        slugs = options["clinic"]
        clinics = _every_clinic(entry) if slugs is None else _clinics(entry, dict.fromkeys(slugs))
        failed = [slug for slug, pk in clinics.items() if not self._has_turn(entry, slug, pk, options)]
        if failed:
            raise CommandError(f"It failed for {len(failed)} of {len(clinics)} clinics: {', '.join(failed)}.")

    def _has_turn(self, entry: Entry, slug: str, clinic_id: int, options: Mapping[str, Any]) -> bool:
        """Work for one clinic, contained, and return whether that went well."""
        record, stored = record_of(clinic_id), active_settings(clinic_id).get(entry.name)
        if record is None or stored is None:
            return True
        refusal = ""
        # Somebody asked for it, so it is tried however often it failed before.
        with (
            contain(entry.name, f"command:{_name_of(self)}", clinic_id, is_waited_for=False) as turn,
            at_work(entry, record, stored) as context,
        ):
            refusal = self._refusal(context, options)
        problem = turn.reason or refusal
        if problem:
            self.stderr.write(f"{slug}: {problem}")
        return not problem

    def _refusal(self, context: PluginContext, options: Mapping[str, Any]) -> str:
        """Work for one clinic and return why that cannot be done, empty if it was."""
        try:
            said = self.handle_clinic(context, **options)
        except CommandError as refused:
            return str(refused)
        except ValidationError as refused:
            return " ".join(refused.messages)
        if said:
            self.stdout.write(said)
        return ""


def _name_of(command: PluginCommand) -> str:
    return type(command).__module__.rpartition(".")[2]


def _loaded(plugin: str) -> Entry:
    """Return the plugin whose command this is; without it, or in safe mode, there is nothing to be done."""
    entry = next((one for one in registry.entries if one.name == plugin), None)
    if entry is None:
        raise CommandError(f"There is no plugin {plugin} on this machine.")
    if entry.plugin is None:
        raise CommandError(f"The plugin {plugin} is not loaded. {entry.problem}")
    return entry


def _every_clinic(entry: Entry) -> dict[str, int]:
    """Return the clinics that have a plugin on, by short name."""
    allowed = Allowance.objects.filter(plugin=entry.name)
    rows = Activation.everywhere.filter(Exists(allowed), plugin=entry.name, is_on=True)
    return dict(rows.order_by("clinic__slug").values_list("clinic__slug", "clinic_id"))


def _clinics(entry: Entry, slugs: Mapping[str, Any]) -> dict[str, int]:
    """Return the clinics that are named; if there is any that it cannot work for, it works for none."""
    found = dict(Clinic.objects.filter(slug__in=slugs).values_list("slug", "pk"))
    problems = list(_problems(entry, {slug: found.get(slug) for slug in slugs}))
    if problems:
        raise CommandError("\n".join(problems))
    return {slug: found[slug] for slug in slugs}


def _problems(entry: Entry, clinics: Mapping[str, int | None]) -> Iterator[str]:
    for slug, clinic_id in clinics.items():
        if clinic_id is None:
            yield f"There is no clinic {slug}."
        elif not is_active(entry.name, clinic_id):
            yield f"The clinic {slug} does not have “{entry.title}” on."
        elif record_of(clinic_id) is None:
            yield f"The clinic {slug} has no language yet."
