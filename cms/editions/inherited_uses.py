"""Which editions show blocks of plugins that stand on the library's pages.

Asked of the index of published editions and of what their clinics decided: three queries, however many
editions there are. An edition that a hold or a ring keeps at an earlier release counts by what the library
says now, and one that falls back on another language by what the library says in any.
"""

from __future__ import annotations

import json
from collections import ChainMap, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db.models import F, TextField
from django.db.models.functions import Cast

from cms.editions.oversight.models import Decision, DecisionKind, Follower
from cms.library.models import LibraryPage
from cms.plugins.declaration import BETWEEN
from cms.plugins.leaving.stored import CHUNK, types_in
from cms.plugins.leaving.uses import Use, below

TAKEN_OUT = (DecisionKind.HIDE, DecisionKind.REPLACE)

Blocks = Mapping[str, frozenset[str]]
"""Which plugins' blocks stand at or in a block of a library page, by the id of that."""


def inherited_uses(beginning: str, trees: Sequence[str] | None) -> Iterator[Use]:
    """Yield the published editions that show such blocks of a library page; what a clinic took out is not."""
    held = _held(beginning)
    if not held:
        return
    followers = Follower.everywhere.filter(below(trees, "edition__"), library_key__in=held)
    decided = Decision.everywhere.filter(library_key__in=held, kind__in=TAKEN_OUT)
    taken_out = set(decided.filter(below(trees, "edition__")).values_list("edition", "target"))
    columns = ("edition", "library_key", "language", "edition__title", "edition__path")
    for edition, key, language, title, path in followers.values_list(*columns).iterator(CHUNK):
        texts = held[key]
        blocks = texts[language] if language in texts else ChainMap(*map(dict, texts.values()))
        shown = [types for block, types in blocks.items() if (edition, block) not in taken_out]
        types = frozenset[str]().union(*shown)
        if types:
            yield Use(edition, title, path, language, types, is_published=True, is_inherited=True)


def _held(beginning: str) -> dict[Any, dict[str, Blocks]]:
    """Return the blocks of plugins on the library's pages by key and language; no key without any."""
    published = LibraryPage.objects.live().annotate(stored=Cast(F("body"), TextField()))
    holding = published.filter(stored__contains=beginning or BETWEEN)
    rows = published.filter(translation_key__in=holding.values("translation_key"))
    held: dict[Any, dict[str, Blocks]] = defaultdict(dict)
    columns = ("translation_key", "locale__language_code", "stored")
    for key, language, stored in rows.values_list(*columns).iterator(CHUNK):
        found = {raw.get("id"): frozenset(types_in(raw, beginning)) for raw in json.loads(stored)}
        held[key][language] = {block: types for block, types in found.items() if types}
    return {key: texts for key, texts in held.items() if any(texts.values())}
