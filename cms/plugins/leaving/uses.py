"""Which pages hold blocks of plugins, read from what is stored and not from what can be shown.

Two queries for each type of page with streams, however many pages there are. A higher layer whose pages show
blocks that are stored with another page says so with ``also_look``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from django.db.models import F, Q, TextField
from django.db.models.functions import Cast
from wagtail.models import Page, get_page_models

from cms.plugins.declaration import BETWEEN
from cms.plugins.leaving.places import stored_streams
from cms.plugins.leaving.stored import CHUNK, holding, parsed, types_in


@dataclass(frozen=True, slots=True)
class Use:
    """A page that holds blocks of plugins: in what visitors see, in its newest draft, or from another page.

    ``path`` is its place in the tree, ``types`` are the stored names of the blocks.
    """

    page: int
    title: str
    path: str
    language: str
    types: frozenset[str]
    is_published: bool = False
    is_draft: bool = False
    is_inherited: bool = False


Source = Callable[[str, Sequence[str] | None], Iterable[Use]]

_sources: list[Source] = []


def also_look(source: Source) -> Source:
    """Count uses that ``source`` gives; it gets what ``uses`` gets."""
    if source not in _sources:
        _sources.append(source)
    return source


def uses_of(plugin: str, trees: Sequence[str] | None = None) -> list[Use]:
    """Return the pages that hold blocks of a plugin, below ``trees`` or everywhere, each page once."""
    return uses(f"{plugin}{BETWEEN}", trees)


def uses(beginning: str, trees: Sequence[str] | None = None) -> list[Use]:
    """Return the pages that hold blocks of plugins whose stored names begin so, each page once.

    They are looked for below ``trees``, paths of pages, or everywhere.
    """
    found: dict[int, Use] = {}
    for use in _all(beginning, trees):
        before = found.get(use.page)
        found[use.page] = use if before is None else _together(before, use)
    return sorted(found.values(), key=lambda use: use.path)


def below(trees: Sequence[str] | None, prefix: str = "") -> Q:
    """Select the pages below any of ``trees``; all of them for ``None``."""
    if trees is None:
        return Q()
    selected = Q(pk__in=())
    for tree in trees:
        selected |= Q(**{f"{prefix}path__startswith": tree})
    return selected


def _all(beginning: str, trees: Sequence[str] | None) -> Iterator[Use]:
    for model in get_page_models():
        names = stored_streams(model)
        if names:
            yield from _published(model, names, beginning, trees)
            yield from _drafts(model, names, beginning, trees)
    for source in _sources:
        yield from source(beginning, trees)


def _published(
    model: type[Page], names: list[str], beginning: str, trees: Sequence[str] | None
) -> Iterator[Use]:
    stored = {f"stored_{name}": Cast(F(name), TextField()) for name in names}
    pages = holding(model.objects.live().filter(below(trees)).annotate(**stored), stored, beginning)
    columns = ("pk", "title", "path", "locale__language_code", *stored)
    for pk, title, path, language, *streams in pages.values_list(*columns).iterator(CHUNK):
        types = frozenset(name for one in streams for name in types_in(parsed(one), beginning))
        if types:
            yield Use(pk, title, path, language, types, is_published=True)


def _drafts(
    model: type[Page], names: list[str], beginning: str, trees: Sequence[str] | None
) -> Iterator[Use]:
    stored = {"stored": Cast(F("latest_revision__content"), TextField())}
    drafts = Page.objects.type(model).filter(below(trees), has_unpublished_changes=True).annotate(**stored)
    columns = ("pk", "draft_title", "path", "locale__language_code", "stored")
    found = holding(drafts, stored, beginning).values_list(*columns)
    for pk, title, path, language, text in found.iterator(CHUNK):
        content = parsed(text)
        types = frozenset(one for name in names for one in types_in(parsed(content.get(name)), beginning))
        if types:
            yield Use(pk, title, path, language, types, is_draft=True)


def _together(one: Use, other: Use) -> Use:
    return replace(
        one,
        types=one.types | other.types,
        is_published=one.is_published or other.is_published,
        is_draft=one.is_draft or other.is_draft,
        is_inherited=one.is_inherited or other.is_inherited,
    )
