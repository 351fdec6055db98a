"""The network's matrix over a thousand clinics: rows of the real tables, made in bulk, on PostgreSQL.

1,000 clinics follow 200 pages of 30 blocks and replace 2 % of all blocks: 120,000 decisions on 200,000
editions. One page in four was corrected, one clinic in twenty holds its editions at an earlier release, and
one decision in three is older than what the library says now.
"""

from __future__ import annotations

import json
import random
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection
from django.utils import timezone
from wagtail.models import Page, Revision, Site

from cms.clinics.models import Clinic, ClinicLanguage
from cms.clinics.records import clinic_for_page_path
from cms.editions.models import Decision, Edition, Follower, Hold
from cms.editions.oversight.matrix import overview, page_matrix, who_decided
from cms.editions.oversight.values import Scope, State
from cms.editions.resolving.values import Flag, NothingToShow
from cms.editions.sources import basis_of, local_layer
from cms.library.models import CorrectedPart, Correction, LibraryPage, LibraryPart, Release
from cms.library.parts import parts_of
from cms.testing.network import make_clinic, make_edition, make_library_page, make_root, text_block
from tests.benchmarks.measuring import Timing, queries_of, settle, timed, typical

PAGES = 200
BLOCKS = 30
CLINICS = 1000
FEW_CLINICS = 40
SHARE = 0.02
QUICK_CLINICS = 50
SAMPLE = 5
MOST_MILLISECONDS = 300
ROUNDS = 7


@dataclass(frozen=True, slots=True)
class Look:
    """One question to the matrix: how long it took and how many queries, at two sizes."""

    name: str
    time: Timing
    queries: int
    queries_when_small: int

    @property
    def is_met(self) -> bool:
        return self.time.clock * 1000 < MOST_MILLISECONDS and self.queries == self.queries_when_small


@dataclass(frozen=True, slots=True)
class Oversight:
    """What was measured; ``resolved_ms`` is resolving the editions of one clinic, the peer of the matrix."""

    clinics: int
    editions: int
    decisions: int
    looks: tuple[Look, ...]
    resolved_ms: float
    compared: int
    differing: int

    @property
    def is_met(self) -> bool:
        return not self.differing and all(look.is_met for look in self.looks)


def measure_oversight(clinics: int, say: Callable[[str], None]) -> Oversight:
    """Fill the tables, ask the matrix, and compare it with resolving every edition of a few clinics."""
    chance = random.Random(8)
    say(f"making {PAGES} library pages of {BLOCKS} blocks")
    library = _library(chance)
    say(f"asking about {FEW_CLINICS} clinics")
    _grow(library, FEW_CLINICS, chance)
    small = {name: _queries_when_warm(look) for name, look in _looks(library).items()}
    say(f"making {clinics:,} clinics with {clinics * PAGES:,} editions")
    _grow(library, clinics, chance)
    with connection.cursor() as cursor:
        # What the server does by itself a minute after so many rows were written.
        cursor.execute("VACUUM ANALYZE")
    looks = []
    for name, look in _looks(library).items():
        look()
        settle()
        time = typical(timed(look) for _ in range(ROUNDS))
        looks.append(Look(name, time, queries_of(look), small[name]))
    say("resolving every edition of a few clinics")
    compared, differing, seconds = _compare()
    return Oversight(
        clinics,
        Follower.everywhere.count(),
        Decision.everywhere.count(),
        tuple(looks),
        seconds * 1000 / SAMPLE,
        compared,
        differing,
    )


def oversight_size(*, quick: bool) -> int:
    """Return for how many clinics to measure."""
    return QUICK_CLINICS if quick else CLINICS


def oversight_lines(result: Oversight) -> list[str]:
    """Return the result as text."""
    whole = result.resolved_ms * result.clinics / 1000
    head = f"The matrix over {result.clinics:,} clinics, {result.editions:,} editions"
    peer = f"Brute force: resolving the editions of one clinic takes {result.resolved_ms:,.0f} ms"
    states = f"{result.differing} of {result.compared:,} states differ from the resolver's"
    promise = f"Every look under {MOST_MILLISECONDS} ms, with the same number of queries at both sizes"
    return [
        "",
        f"{head}, {result.decisions:,} decisions",
        f"{'':<34} {'median':>9} {'processor':>10} {'queries':>8} {f'{FEW_CLINICS} clinics':>11}",
        *(
            f"{one.name:<34} {one.time.clock * 1000:>6.1f} ms {one.time.processor * 1000:>7.1f} ms"
            f" {one.queries:>8} {one.queries_when_small:>11}"
            for one in result.looks
        ),
        f"{peer}, so of all {whole:,.0f} s",
        f"{'MISSED' if result.differing else 'ok':<7} {states}",
        f"{'ok' if all(one.is_met for one in result.looks) else 'MISSED':<7} {promise}",
    ]


def _looks(library: list[LibraryPage]) -> dict[str, Callable[[], Any]]:
    key = library[0].translation_key
    # A block about which somebody who holds an earlier release decided, however few clinics there are.
    decided = Decision.everywhere.filter(library_key=key, edition__hold__isnull=False).order_by("pk")
    target = decided.values_list("target", flat=True)[0]
    clinic = Clinic.objects.order_by("pk").first()
    return {
        "all pages": overview,
        "all pages, one clinic": lambda: overview(Scope(clinic=clinic.pk if clinic else None)),
        "one page, block by block": lambda: page_matrix(key),
        "one block, clinic by clinic": lambda: who_decided(key, target),
    }


def _queries_when_warm(look: Callable[[], Any]) -> int:
    look()
    return queries_of(look)


def _library(chance: random.Random) -> list[LibraryPage]:
    """Make pages that have an earlier release each; one in four was corrected."""
    make_root()
    first = make_library_page(_blocks(0, "old"), title="Page 0", slug="page-0")
    pages = [first, *(_copy(first, number) for number in range(1, PAGES))]
    for number, page in enumerate(pages):
        old = page.live_revision or page.latest_revision
        older = Release.objects.filter(page=page).first() or Release.objects.create(
            page=page, revision=old, release_class="editorial"
        )
        page.body = json.dumps(_blocks(number, "new"))
        revision = _revision(page)
        page.live_revision = page.latest_revision = revision
        page.save()
        newer = Release.objects.create(page=page, revision=revision, release_class="safety")
        LibraryPart.objects.filter(page=page).delete()
        LibraryPart.objects.bulk_create(
            LibraryPart(
                page=page,
                target=part.target,
                digest=part.digest,
                type=part.type,
                heading=part.heading,
                policy=part.policy,
                position=part.position,
            )
            for part in parts_of(page).values()
        )
        if number % 4 == 0:
            _correct(page, newer, chance)
        page.older = older
    return pages


def _blocks(page: int, words: str) -> list[dict[str, Any]]:
    """A third of the blocks say something else in the newer version."""
    return [
        text_block(
            page * 100 + number,
            f"Words {number} {words if number % 3 == 0 else ''}.",
            heading=f"Block {number}",
        )
        for number in range(1, BLOCKS + 1)
    ]


def _copy(first: LibraryPage, number: int) -> LibraryPage:
    page = LibraryPage(
        title=f"Page {number}",
        slug=f"page-{number}",
        locale=first.locale,
        translation_key=uuid.uuid4(),
        kind="condition",
        summary="About it.",
        body=json.dumps(_blocks(number, "old")),
        live=True,
    )
    Page.objects.get(pk=first.get_parent().pk).add_child(instance=page)
    page.live_revision = page.latest_revision = _revision(page)
    page.save()
    return page


def _revision(page: LibraryPage) -> Revision:
    return Revision.objects.create(
        content_object=page, base_content_type=page.get_base_content_type(), content=page.serializable_data()
    )


def _correct(page: LibraryPage, release: Release, chance: random.Random) -> None:
    correction = Correction.objects.create(
        release=release,
        library_key=page.translation_key,
        language="en",
        reaches_translations=True,
        reason="It was wrong.",
        deadline=timezone.localdate() + timedelta(days=chance.choice([-7, 7])),
    )
    block = chance.choice(page.body.get_prep_value())
    CorrectedPart.objects.create(correction=correction, target=block["id"], digest="x")


def _grow(library: list[LibraryPage], total: int, chance: random.Random) -> None:
    """Make clinics until there are ``total``, with all their editions and decisions."""
    first = Clinic.objects.count()
    if not first:
        make_edition(make_clinic("template"), library[0])
        first = 1
    template = Edition.objects.first()
    clinics = [_clinic(number, template) for number in range(first, total)]
    _copy_editions(library, template)
    for start in range(0, len(clinics), 100):
        _decide(library, clinics[start : start + 100], chance, is_stored=start == 0 and first == 1)


def _clinic(number: int, template: Edition) -> Clinic:
    home = Page(title=f"Clinic {number}", slug=f"clinic-{number}", locale=template.locale, live=True)
    Page.get_first_root_node().add_child(instance=home)
    site = Site(hostname=f"clinic-{number}.localhost", port=80, root_page=home)
    Site.objects.bulk_create([site])
    clinic = Clinic(
        site=site,
        name=f"Clinic {number}",
        slug=f"clinic-{number}",
        main_language="en",
        country="US",
        time_zone="America/New_York",
        theme="hudson",
    )
    Clinic.objects.bulk_create([clinic])
    ClinicLanguage.everywhere.bulk_create([ClinicLanguage(clinic=clinic, language_code="en", home=home)])
    return clinic


def _copy_editions(library: list[LibraryPage], template: Edition) -> None:
    """Give every clinic without editions one of each page: the template's rows, copied by the database."""
    columns = [field.column for field in Page._meta.local_concrete_fields if not field.primary_key]
    own = {
        "path": "home.path || library.step",
        "depth": "home.depth + 1",
        "numchild": "0",
        "translation_key": "gen_random_uuid()",
        "slug": "library.slug",
        "title": "library.slug",
        "url_path": "home.url_path || library.slug || '/'",
        "live_revision_id": "NULL",
        "latest_revision_id": "NULL",
    }
    chosen = ", ".join(own.get(column, f"template.{column}") for column in columns)
    values = ", ".join(
        f"('{page.slug}', '{_step(index)}', '{page.translation_key}'::uuid)"
        for index, page in enumerate(library)
    )
    with connection.cursor() as cursor:
        # The database has not yet seen how large its tables have become.
        cursor.execute("ANALYZE")
        cursor.execute(
            f"""
            WITH library (slug, step, key) AS (VALUES {values})
            INSERT INTO wagtailcore_page ({", ".join(columns)})
            SELECT {chosen} FROM wagtailcore_page AS template
            CROSS JOIN library
            JOIN clinics_cliniclanguage AS language ON TRUE
            JOIN wagtailcore_page AS home ON home.id = language.home_id
            WHERE template.id = {template.pk} AND NOT EXISTS (
                SELECT 1 FROM editions_follower WHERE clinic_id = language.clinic_id
            )
            """
        )
        cursor.execute(
            f"""
            WITH library (slug, step, key) AS (VALUES {values})
            INSERT INTO editions_edition (page_ptr_id, library_key, fields, local, base)
            SELECT page.id, library.key, '[]', '[]', '{{}}' FROM wagtailcore_page AS page
            JOIN library ON library.slug = page.slug
            WHERE page.content_type_id = {template.content_type_id} AND page.id <> {template.pk}
            AND NOT EXISTS (SELECT 1 FROM editions_edition WHERE page_ptr_id = page.id)
            """
        )
        cursor.execute("ANALYZE wagtailcore_page, editions_edition")
        cursor.execute(
            """
            INSERT INTO editions_follower (edition_id, clinic_id, library_key, language, since)
            SELECT edition.page_ptr_id, language.clinic_id, edition.library_key, 'en', page.first_published_at
            FROM editions_edition AS edition
            JOIN wagtailcore_page AS page ON page.id = edition.page_ptr_id
            JOIN wagtailcore_page AS home ON home.path = substr(page.path, 1, 8)
            JOIN clinics_cliniclanguage AS language ON language.home_id = home.id
            WHERE NOT EXISTS (SELECT 1 FROM editions_follower WHERE edition_id = edition.page_ptr_id)
            """
        )


def _step(index: int) -> str:
    return Page._int2str(index + 1).rjust(4, "0")


def _decide(
    library: list[LibraryPage], clinics: list[Clinic], chance: random.Random, *, is_stored: bool
) -> None:
    """Let clinics replace 2 % of their blocks; for the first ones the editions themselves say so too."""
    editions = {
        (clinic, key): pk
        for pk, clinic, key in Follower.everywhere.filter(clinic__in=clinics).values_list(
            "edition", "clinic", "library_key"
        )
    }
    versions = {page.pk: _versions(page) for page in library}
    decisions, holds = [], []
    expected = SHARE * BLOCKS
    for number, clinic in enumerate(clinics):
        for page in library:
            edition = editions[clinic.pk, page.translation_key]
            if number % 20 == 1:
                holds.append(Hold(edition_id=edition, release=page.older))
            number_of_blocks = int(expected) + (chance.random() < expected % 1)
            for target in chance.sample(sorted(versions[page.pk]["new"]), number_of_blocks):
                version = chance.choice(["old", "new", "new"])
                decisions.append(_decision(clinic, page, edition, versions[page.pk][version][target]))
    Decision.everywhere.bulk_create(decisions, batch_size=2000)
    Hold.objects.bulk_create(holds, batch_size=2000)
    if is_stored:
        _store([one for one in decisions if one.clinic_id in {clinic.pk for clinic in clinics[:SAMPLE]}])


def _versions(page: LibraryPage) -> dict[str, dict[str, Any]]:
    number = int(page.slug.removeprefix("page-"))
    return {
        words: {
            part.target: part
            for part in parts_of(LibraryPage(body=json.dumps(_blocks(number, words)))).values()
            if not part.is_field
        }
        for words in ("old", "new")
    }


def _decision(clinic: Clinic, page: LibraryPage, edition: int, part: Any) -> Decision:
    return Decision(
        clinic=clinic,
        edition_id=edition,
        library_key=page.translation_key,
        language="en",
        target=part.target,
        kind="replace",
        base_digest=part.digest,
        own_digest="0" * 64,
        decided_at=timezone.now(),
    )


def _store(decisions: list[Decision]) -> None:
    """Write decisions into the editions, so that they can be resolved."""
    for pk in {one.edition_id for one in decisions}:
        ours = [one for one in decisions if one.edition_id == pk]
        local = [
            {
                "type": "replace",
                "id": one.target,
                "value": {"target": one.target, "content": [text_block(int(one.target[:8]), "Ours.")]},
            }
            for one in ours
        ]
        base = {
            "blocks": {
                one.target: {"digest": one.base_digest, "type": "text", "value": {}, "revision": None}
                for one in ours
            }
        }
        stream = Edition._meta.get_field("local").stream_block.to_python(local)
        Edition.objects.filter(pk=pk).update(local=stream, base=base)


def _compare() -> tuple[int, int, float]:
    """Resolve every edition of the first clinics, and count where the matrix says something else."""
    flags = {Flag.STALE: State.STALE, Flag.UNKNOWN: State.UNKNOWN, Flag.ORPHANED: State.ORPHANED}
    clinics = list(Clinic.objects.order_by("pk")[1 : SAMPLE + 1])
    by_matrix = Counter()
    for clinic in clinics:
        for row in overview(Scope(clinic=clinic.pk)):
            by_matrix.update({(clinic.pk, row.key, state): n for state, n in row.counts.states.items() if n})
    by_hand: Counter[tuple[Any, ...]] = Counter()

    def resolve() -> None:
        for clinic in clinics:
            for edition in Edition.objects.filter(follower__clinic=clinic):
                for state in _resolved(edition, flags):
                    by_hand[clinic.pk, edition.library_key, state] += 1

    seconds = timed(resolve).clock
    differing = (by_matrix - by_hand) + (by_hand - by_matrix)
    return sum(by_hand.values()), sum(differing.values()), seconds


def _resolved(edition: Edition, flags: dict[Flag, State]) -> list[State]:
    owner = clinic_for_page_path(edition.path)
    if owner is None:
        return []
    clinic, language = owner
    layer = local_layer(edition, language.code)
    try:
        page = basis_of(edition, clinic, language.code).resolve(layer)
    except NothingToShow:
        return [State.NOTHING] * len(layer.entries)
    shown = [block for block in page.blocks if block.provenance.origin == "replaced"]
    states = [
        next((flags[flag] for flag in block.provenance.flags if flag in flags), State.FRESH)
        for block in shown
    ]
    return [*states, *[State.PARKED for _ in page.parked], *[State.IGNORED for _ in page.ignored]]
