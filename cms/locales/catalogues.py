"""The message catalogues: what there is to translate in code and templates, and how much of it is translated.

Babel reads Python by itself. Templates pass through Django's own ``templatize`` first, so no gettext program
is needed on any machine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
COMMENT_TAGS = ("Translators",)
LINE_LENGTH = 110
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|\{\w*\}")


def catalogue_files(package: Path) -> list[Path]:
    """The catalogues of a package, one per language."""
    return sorted(package.glob("locale/*/LC_MESSAGES/django.po"))


def collect_messages(package: Path) -> Catalog:
    """Everything in a package's code and templates that is marked for translation."""
    found = Catalog()
    for file in _sources(package):
        place = (file.relative_to(package.parent).as_posix(), 0)
        for _line, message, comments, context in extract(
            "python", BytesIO(_as_python(file)), KEYWORDS, COMMENT_TAGS
        ):
            found.add(message, locations=[place], auto_comments=comments, context=context)
    return found


def updated_catalogue(file: Path, found: Catalog) -> str:
    """The text of a catalogue file, brought up to date: new messages untranslated, vanished ones gone."""
    catalogue = read_catalogue(file)
    found.creation_date = catalogue.creation_date
    catalogue.update(found, no_fuzzy_matching=True)
    catalogue.msgid_bugs_address = ""
    written = BytesIO()
    write_po(
        written, catalogue, width=LINE_LENGTH, sort_output=True, ignore_obsolete=True, include_lineno=False
    )
    return written.getvalue().decode()


def unfinished_messages(catalogue: Catalog) -> list[str]:
    """Messages that are untranslated or fuzzy, or whose translation lost a placeholder."""
    return [str(message.id) for message in catalogue if message.id and not _is_finished(message)]


def read_catalogue(file: Path) -> Catalog:
    """A catalogue file, with the language that its folder names."""
    with file.open("rb") as source:
        return read_po(source, locale=file.parts[-3])


def _sources(package: Path) -> Iterator[Path]:
    code = (file for file in package.rglob("*.py") if "migrations" not in file.parts)
    templates = (file for file in package.rglob("templates/**/*") if file.suffix in {".html", ".txt"})
    yield from sorted([*code, *templates])


def _as_python(file: Path) -> bytes:
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".py":
        return text.encode()
    # A template's indentation means nothing to Python's tokenizer.
    return re.sub(r"(?m)^[ \t]+", "", templatize(text, origin=str(file))).encode()


def _is_finished(message: Message) -> bool:
    ids, strings = _as_tuple(message.id), _as_tuple(message.string)
    if message.fuzzy or not all(strings):
        return False
    # A singular may say "one" where the plural has a number.
    used = [set(PLACEHOLDER.findall(text)) for text in strings]
    wanted = set(PLACEHOLDER.findall(ids[-1]))
    return used[-1] == wanted and all(placeholders <= wanted for placeholders in used)


def _as_tuple(text: str | Sequence[str] | None) -> tuple[str, ...]:
    return (text or "",) if isinstance(text, str | None) else tuple(text)
