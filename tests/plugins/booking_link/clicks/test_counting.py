"""Clicks are counted, each of them once, however many come at a time and whatever happens to the database."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime
from threading import Barrier, Thread
from typing import Any, TypeVar

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import DataError, IntegrityError, InterfaceError, OperationalError, connection
from django.db.models import Model, Sum
from django.utils import timezone
from wagtail.models import Locale, Page, Site

from cms.clinics.models import Clinic
from cms.clinics.records import record_of
from plugins.booking_link.clicks import counting as module
from plugins.booking_link.clicks.archive import export_clicks, keep_months, restore_clicks
from plugins.booking_link.clicks.counting import Button, Counting, add, today_at
from plugins.booking_link.models import Clicks
from tests.plugins.booking_link.clinics import offer_booking, told

Row = TypeVar("Row", bound=Model)

THREADS = 20
EACH = 50
TODAY = date(2026, 3, 15)


def button(clinic_id: int, **more: Any) -> Button:
    return Button(
        **{"clinic_id": clinic_id, "day": TODAY, "page": 7, "placement": "end", "language": "en"} | more
    )


def rows(clinic: Any, *fields: str) -> list[tuple[Any, ...]]:
    found = Clicks.objects.for_clinic(clinic).values_list(*fields).annotate(Sum("number"))
    return list(found.order_by(*fields))


@pytest.fixture
def written(monkeypatch) -> list[tuple[Button, int]]:
    """What would be written, in place of the database."""
    found: list[tuple[Button, int]] = []
    monkeypatch.setattr(module, "add", lambda button, number: found.append((button, number)))
    return found


@pytest.fixture
def kept_clinic(django_db_setup: None, django_db_blocker: Any) -> Iterator[Clinic]:
    """A clinic that every connection sees: it is committed, and taken out again afterwards."""
    with django_db_blocker.unblock(), ExitStack() as afterwards:
        root = Page.get_first_root_node() or root_for_a_while(afterwards)
        site = committed(Site(hostname="counting.localhost", root_page=root), afterwards)
        clinic = committed(Clinic(site=site, slug="counting", country="US"), afterwards)
        afterwards.callback(lambda: Clicks.everywhere.all().delete())
        yield clinic


def root_for_a_while(afterwards: ExitStack) -> Page:
    """Make a root: a test that tries migrations empties the database, and may have come before."""
    locale = Locale.objects.filter(language_code="en").first()
    locale = locale or committed(Locale(language_code="en"), afterwards)
    kind = ContentType.objects.get_for_model(Page)
    root = Page(path="0001", depth=1, title="Root", slug="root", locale=locale, content_type=kind)
    return committed(root, afterwards)


def committed(made: Row, afterwards: ExitStack) -> Row:
    """Put ``made`` into the database, past all signals, until ``afterwards`` takes it out."""
    rows = type(made)._default_manager
    rows.bulk_create([made])
    afterwards.callback(lambda: rows.filter(pk=made.pk).delete())
    return made


def at_once(work: Callable[[], None]) -> None:
    """Do ``work`` in many threads that begin together."""
    ready = Barrier(THREADS)
    failed: list[BaseException] = []

    def begin() -> None:
        try:
            ready.wait()
            work()
        except BaseException as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [Thread(target=begin) for _number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []


def test_clicks_of_many_at_a_time_are_all_counted(kept_clinic) -> None:
    counting, ours = Counting(), button(kept_clinic.pk)

    def click() -> None:
        for _number in range(EACH):
            counting.count(ours)

    at_once(click)
    assert rows(kept_clinic, "day", "page") == [(TODAY, 7, THREADS * EACH)]


def test_clicks_on_many_buttons_at_a_time_are_all_counted(kept_clinic) -> None:
    counting = Counting()

    def click() -> None:
        for page in range(5):
            counting.count(button(kept_clinic.pk, page=page))

    at_once(click)
    assert rows(kept_clinic, "page") == [(page, THREADS) for page in range(5)]


def test_clicks_that_come_during_a_write_are_written_together_by_the_next(monkeypatch) -> None:
    counting, written = Counting(), []
    following = Thread(target=counting.count, args=[button(1)])

    def write(button: Button, number: int) -> None:
        written.append(number)
        if len(written) == 1:
            following.start()
            while not counting._next.locked():
                time.sleep(0.001)
            for _number in range(999):
                counting.count(button)
            assert written == [1]

    monkeypatch.setattr(module, "add", write)
    counting.count(button(1))
    following.join()
    assert written == [1, 1000]


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_clicks_wait_while_the_database_is_away(monkeypatch, written, caplog, error) -> None:
    counting, back = Counting(), module.add

    def fail(button: Button, number: int) -> None:
        raise error("The database is away.")

    monkeypatch.setattr(module, "add", fail)
    counting.count(button(1))
    counting.count(button(2))
    assert caplog.messages == ["Clicks on booking links wait to be counted."] * 2
    monkeypatch.setattr(module, "add", back)
    counting.count(button(1))
    assert sorted(written, key=str) == [(button(1), 2), (button(2), 1)]


@pytest.mark.parametrize("error", [IntegrityError, DataError])
def test_click_that_cannot_be_stored_is_in_nobodys_way(monkeypatch, caplog, error) -> None:
    counting, written = Counting(), []

    def write(button: Button, number: int) -> None:
        if button.clinic_id == 1:
            raise error("There is no such clinic.")
        written.append((button, number))

    monkeypatch.setattr(module, "add", write)
    counting.count(button(1))
    counting.count(button(2))
    counting.write()
    assert written == [(button(2), 1)]
    assert caplog.messages == ["1 clicks on a booking link cannot be counted."]


def test_click_is_one_query_and_the_first_one_of_a_day_three(network, django_assert_num_queries) -> None:
    counting, ours = Counting(), button(network.newyork.pk)
    counting.count(button(network.newyork.pk, page=1))
    with django_assert_num_queries(3):
        counting.count(ours)
    with django_assert_num_queries(1):
        counting.count(ours)
    assert rows(network.newyork, "page") == [(1, 1), (7, 2)]


def test_processes_count_in_rows_of_their_own(network, monkeypatch) -> None:
    for process, number in ((5, 1), (6, 2), (5 + module.SHARDS, 4)):
        monkeypatch.setattr(module.os, "getpid", lambda process=process: process)
        add(button(network.newyork.pk), number)
    assert rows(network.newyork, "shard") == [(5, 5), (6, 2)]
    assert rows(network.newyork, "day") == [(TODAY, 7)]


def test_day_is_that_of_the_clinic(network, monkeypatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 3, 14, 23, 30, tzinfo=UTC))
    days = [today_at(record_of(clinic.pk)) for clinic in (network.newyork, network.aalborg)]
    assert days == [date(2026, 3, 14), date(2026, 3, 15)]


@pytest.fixture
def old_clicks(network, monkeypatch) -> Any:
    """Clicks of New York before and after the first day that is kept, and old ones of Aalborg."""
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 3, 15, 12, tzinfo=UTC))
    for clinic in (network.newyork, network.aalborg):
        offer_booking(clinic)
        for day in (
            date(2024, 1, 2),
            date(2024, 1, 31),
            date(2024, 2, 1),
            date(2024, 2, 29),
            date(2024, 3, 2),
        ):
            for shard in (0, 3):
                Clicks.everywhere.create(
                    clinic=clinic, day=day, page=7, placement="end", language="en", shard=shard, number=1
                )
    return network


def test_days_of_more_than_two_years_ago_are_kept_by_month(old_clicks) -> None:
    with told(old_clicks.newyork) as context:
        keep_months(context)
        keep_months(context)
    by_month = [(date(2024, 1, 1), 0, 4), (date(2024, 2, 1), 0, 4)]
    by_day = [(date(2024, 3, 2), 0, 1), (date(2024, 3, 2), 3, 1)]
    assert rows(old_clicks.newyork, "day", "shard") == [*by_month, *by_day]
    assert len(rows(old_clicks.aalborg, "day", "shard")) == 10


def test_months_that_are_kept_already_are_not_written_again(old_clicks, django_assert_num_queries) -> None:
    with told(old_clicks.newyork) as context:
        keep_months(context)
        with django_assert_num_queries(3):  # a savepoint around one question
            keep_months(context)


def test_exported_clicks_come_back_as_they_were(old_clicks) -> None:
    names = ("day", "page", "placement", "language")
    before = rows(old_clicks.newyork, *names)
    with told(old_clicks.newyork) as context:
        exported = json.loads(json.dumps(export_clicks(context)))
        add(button(old_clicks.newyork.pk), 5)
        restore_clicks(context, exported)
        assert export_clicks(context) == exported
    assert rows(old_clicks.newyork, *names) == before
    assert len(rows(old_clicks.aalborg, *names)) == 5


def test_clicks_of_nobody_are_an_empty_export(network) -> None:
    offer_booking(network.newyork)
    with told(network.newyork) as context:
        assert export_clicks(context) == []
        restore_clicks(context, [])
