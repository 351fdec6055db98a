"""Twenty edits of a shared page over many clinics: Meridian, and Wagtail's alias pages with wagtail-localize.

Both work on the same text with the same local changes in the same database. After every edit all pages of all
clinics are read back; at the end every one is rendered.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import Any, Protocol

from django.db import connection
from django.utils.html import strip_tags

from cms.demo.pictures import picture_names, store_pictures
from cms.editions.merging import parts
from cms.library.queries import library_collection
from cms.testing.network import make_root
from tests.benchmarks.edits import WITHDRAWN, Edit, Text, edits, first_text, source
from tests.benchmarks.measuring import settle
from tests.benchmarks.meridian import Meridian

LANGUAGES = ("en", "da")
SHARE = 0.03
SEED = 20
OPEN_TYPES = frozenset({"text", "list", "symptoms", "causes", "steps", "questions", "definition"})
WRITES = ("INSERT", "UPDATE", "DELETE")

Place = tuple[int, str]
Local = dict[Place, dict[str, dict[str, Any]]]


class System(Protocol):
    """What both sides can do."""

    name: str

    def change_locally(self, number: int, code: str, versions: dict[str, dict[str, Any]]) -> None: ...
    def publish(self, edit: Edit, text: Text) -> None: ...
    def translate(self, edit: Edit, before: Text, after: Text) -> None: ...
    def every_page(self) -> dict[Place, Text]: ...
    def library(self, code: str) -> Text: ...
    def noticed(self, number: int, code: str) -> set[str]: ...
    def untranslated(self) -> set[str]: ...
    def render(self, number: int, code: str) -> str: ...


@dataclass
class Score:
    """What one side did with the edits. Pages are one clinic's in one language.

    ``pages_correct`` counts, after every edit, the pages that say what the library says wherever their clinic
    has no version of its own; ``withdrawn`` the pages that still show the withdrawn sentence when the safety
    fix is published and nobody has translated it yet.
    """

    name: str
    clinics: int
    clinics_correct: int = 0
    pages_correct: list[int] = field(default_factory=list)
    local_edits: int = 0
    pages_with_own: int = 0
    local_edits_lost: int = 0
    translations_lost: int = 0
    stale_items: int = 0
    stale_not_noticed: int = 0
    withdrawn: int = 0
    withdrawn_at_the_end: int = 0
    writes: int = 0
    queries: int = 0
    seconds: float = 0.0


def measure_head_to_head(count: int, say: Callable[[str], None]) -> list[Score]:
    """Make both networks of ``count`` clinics, make the edits on both, and count."""
    from tests.benchmarks.peer.localized import AliasPages  # needs wagtail-localize among the apps

    root = make_root()
    stored = store_pictures(library_collection(), sorted(picture_names())[:4])
    hero, figure, *others = (picture.pk for picture in stored.values())
    text = first_text(hero, figure)
    say(f"making {count:,} clinics with two languages on Meridian")
    ours = Meridian(text, count)
    say(f"making {count:,} clinics with two languages of alias pages")
    theirs = AliasPages(root, text, count)
    local = local_changes(text, count)
    steps = edits((others[0], others[1]))
    return [_run(system, text, steps, local, count, say) for system in (ours, theirs)]


def local_changes(text: Text, count: int) -> Local:
    """Choose 3 % of all blocks of all pages, always the same, for copies with a sentence of the clinic's."""
    chance = random.Random(SEED)
    chosen: Local = {}
    for number in range(count):
        for code in LANGUAGES:
            picked = [block["id"] for block in text.blocks if chance.random() < SHARE * _weight(text, block)]
            if picked:
                chosen[number, code] = {
                    key: {"mark": f"Local words {number} {code} {key[:8]}."} for key in picked
                }
    return chosen


def _weight(text: Text, block: dict[str, Any]) -> float:
    """Locked blocks can't be changed; the others make up for them, so that the share is of all blocks."""
    is_open = block["type"] in OPEN_TYPES
    return len(text.blocks) / sum(one["type"] in OPEN_TYPES for one in text.blocks) if is_open else 0.0


def _run(
    system: System, text: Text, steps: Sequence[Edit], local: Local, count: int, say: Callable[[str], None]
) -> Score:
    own = sum(len(picked) for picked in local.values())
    score = Score(system.name, count, local_edits=own, pages_with_own=len(local))
    _write_locally(system, local)
    rests_on = {code: _digests(system.library(code)) for code in LANGUAGES}
    settle()
    for edit in steps:
        say(f"{system.name}: {edit.name}")
        before, text = text, text.copy()
        edit.change(text)
        _timed(score, lambda edit=edit, text=text: system.publish(edit, text))
        score.translations_lost += len(system.untranslated() & {block["id"] for block in before.blocks})
        if edit.corrects == "text-6":
            score.withdrawn = sum(WITHDRAWN in _words(page) for page in system.every_page().values())
        _timed(score, lambda edit=edit, before=before, text=text: system.translate(edit, before, text))
        score.pages_correct.append(sum(_correct_pages(system, local).values()))
    say(f"{system.name}: rendering every page")
    _count_at_the_end(system, score, local, rests_on)
    return score


def _write_locally(system: System, local: Local) -> None:
    said = {code: {block["id"]: block for block in system.library(code).blocks} for code in LANGUAGES}
    for (number, code), picked in local.items():
        versions = {key: _own_version(said[code][key], own["mark"]) for key, own in picked.items()}
        system.change_locally(number, code, versions)


def _own_version(block: dict[str, Any], mark: str) -> dict[str, Any]:
    """Return the library's block with a sentence of the clinic's own at the end of its heading or text."""
    value = dict(block["value"])
    if "body" in value and block["type"] == "text":
        value["body"] = value["body"][: -len("</p>")] + f" {mark}</p>"
    else:
        value["heading"] = f"{value['heading']} {mark}"
    return {"type": block["type"], "value": value, "id": block["id"]}


def _timed(score: Score, work: Callable[[], Any]) -> None:
    def count(execute: Callable[..., Any], sql: str, *arguments: Any) -> Any:
        score.queries += 1
        score.writes += sql.lstrip().upper().startswith(WRITES)
        return execute(sql, *arguments)

    with connection.execute_wrapper(count):
        started = time.perf_counter()
        work()
        score.seconds += time.perf_counter() - started


def _correct_pages(system: System, local: Local) -> dict[Place, bool]:
    library = {code: system.library(code) for code in LANGUAGES}
    return {
        place: _is_correct(page, library[place[1]], set(local.get(place, ())))
        for place, page in system.every_page().items()
    }


def _is_correct(page: Text, library: Text, own: set[str]) -> bool:
    """Whether the page has the library's blocks, words and fields in the library's order, but for its own."""
    said = [(key, digest) for key, digest in _digests(library).items() if key not in own]
    shown = [(key, digest) for key, digest in _digests(page).items() if key not in own]
    return said == shown and page.fields == library.fields


def _digests(text: Text) -> dict[str, str]:
    return {str(block["id"]): source(block).digest for block in text.blocks}


def _words(text: Text) -> str:
    return "\n".join(part.text for block in text.blocks for part in parts(source(block)))


def _count_at_the_end(
    system: System, score: Score, local: Local, rests_on: dict[str, dict[str, str]]
) -> None:
    library = {code: system.library(code) for code in LANGUAGES}
    now = {code: _digests(text) for code, text in library.items()}
    clinics = set(range(score.clinics))
    for number in range(score.clinics):
        for code in LANGUAGES:
            own = local.get((number, code), {})
            html = _plain(system.render(number, code))
            if not _shows(html, library[code], set(own)):
                clinics.discard(number)
            score.withdrawn_at_the_end += WITHDRAWN in html
            noticed = system.noticed(number, code) if own else set()
            for key, version in own.items():
                is_stale = now[code].get(key) != rests_on[code][key]
                score.stale_items += is_stale
                score.stale_not_noticed += is_stale and key not in noticed
                is_shown = version["mark"] in html
                score.local_edits_lost += not is_shown and key not in noticed
    score.clinics_correct = len(clinics & _all_correct(system, local))


def _all_correct(system: System, local: Local) -> set[int]:
    """Return the clinics whose pages are correct in every language, by their rows."""
    wrong = {number for (number, _code), is_right in _correct_pages(system, local).items() if not is_right}
    return {number for number, _code in _correct_pages(system, local)} - wrong


def _shows(html: str, library: Text, own: set[str]) -> bool:
    """Whether a visitor reads every word of the library's texts, but for those that the clinic rewrote."""
    wanted = [library.fields["title"], library.fields["summary"]]
    for block in library.blocks:
        if block["id"] not in own and block["type"] == "text":
            wanted += [part.text for part in parts(source(block))]
    return all(_squeezed(words) in html for text in wanted for words in text.split("\n"))


def _plain(html: str) -> str:
    return _squeezed(unescape(strip_tags(html)))


def _squeezed(text: str) -> str:
    return " ".join(text.split())
