"""A correction shows on every page of a network, whatever its clinics decided, and deletes nothing."""

from __future__ import annotations

from cms.editions.models import Edition
from cms.testing.network import make_root
from tests.benchmarks.corrections import WITHDRAWN, Corrections
from tests.benchmarks.measuring import queries_of


def test_correction_reaches_every_page_and_deletes_nothing(db) -> None:
    make_root()
    network = Corrections()
    network.open_clinics(2)
    few = queries_of(lambda: network.correct(1))
    network.open_clinics(12)
    rows, stored = network.rows(), words_of_clinics()
    before = network.reach(2, rows)
    many = queries_of(lambda: network.correct(2))
    after = network.reach(2, rows)
    assert (before.showing, after.showing, after.withdrawn) == (0, after.pages, 0)
    assert min(after.decided, after.held, after.delayed) > 0
    assert (after.rows_after, words_of_clinics()) == (rows, stored)
    assert any(WITHDRAWN in words for words in stored)
    assert many == few


def words_of_clinics() -> list[str]:
    """Return everything that clinics wrote, as it is stored."""
    return [
        str((edition.local.get_prep_value(), edition.fields.get_prep_value()))
        for edition in Edition.objects.order_by("pk")
    ]
