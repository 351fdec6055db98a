"""Where personal data may lie that no plugin can be asked for: it is not loaded, or gone."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from cms.plugins.leaving.tables import tables_left_by, tables_of_nobody
from cms.plugins.models import Activation, Allowance
from cms.plugins.registry import registry


def obstacles() -> Iterator[str]:
    """Say, in sentences, which plugins with personal data are not loaded, and which left tables behind."""
    for entry in registry.entries:
        manifest = entry.installed.manifest
        if entry.plugin is None and manifest and manifest.personal_data:
            words = _("“%(title)s” keeps personal data and is not loaded. %(problem)s")
            yield words % {"title": entry.title, "problem": entry.problem}
    tables = tables_of_nobody()
    for name in sorted(_names_without_manifest()):
        left = tables_left_by(name, tables)
        if left:
            words = _("“%(name)s” is gone and has left %(tables)s behind.")
            yield words % {"name": name, "tables": ", ".join(left)}


def _names_without_manifest() -> set[str]:
    """Return the names of plugins that were chosen once, and of which nothing is known now."""
    chosen = {*Activation.everywhere.values_list("plugin", flat=True).distinct()}
    chosen |= {*Allowance.objects.values_list("plugin", flat=True)}
    chosen |= {one.name for one in registry.entries}
    return chosen - {one.name for one in registry.entries if one.installed.manifest}
