"""Which days a report of clicks is about, and which days it compares them with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

DAY = timedelta(days=1)
LONGEST = 366
BY_DAY_FOR = 25  # months, this one included
DEFAULT = "28"


@dataclass(frozen=True, slots=True)
class Period:
    """All days from ``first`` to ``last``."""

    first: date
    last: date

    @property
    def length(self) -> int:
        """The number of days."""
        return (self.last - self.first).days + 1

    @property
    def days(self) -> list[date]:
        """The days in their order."""
        return [self.first + number * DAY for number in range(self.length)]

    @property
    def before(self) -> Period:
        """The period of equal length that ended the day before this one began."""
        return Period(self.first - self.length * DAY, self.first - DAY)


def first_day_kept(today: date) -> date:
    """Return the day from which clicks are kept day by day; those before it by month."""
    months = today.year * 12 + today.month - 1 - (BY_DAY_FOR - 1)
    return date(months // 12, months % 12 + 1, 1)


def _choices() -> list[tuple[str, Any]]:
    return [
        ("7", _("Last 7 days")),
        ("28", _("Last 28 days")),
        ("90", _("Last 90 days")),
        ("month", _("This month")),
        ("custom", _("Other days")),
    ]


def _date_field(label: Any) -> forms.DateField:
    # Browsers give and take a date in this way only, whatever the language.
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, required=False, widget=widget, input_formats=["%Y-%m-%d"])


class PeriodForm(forms.Form):
    """Which period is wanted; ``today`` is the clinic's, and every period but a chosen one ends with it."""

    period = forms.ChoiceField(label=_("Period"), required=False, choices=_choices)
    first = _date_field(_("From"))
    last = _date_field(_("To"))

    def __init__(self, data: Any, *, today: date) -> None:
        given = {name: data[name] for name in self.base_fields if name in data}
        super().__init__({"period": DEFAULT, **given}, label_suffix="")
        self.today = today

    @property
    def wanted(self) -> Period:
        """The period that was asked for; the last 28 days where the form has an error."""
        period = self.cleaned_data["period"] if self.is_valid() else DEFAULT
        match period:
            case "custom":
                return Period(self.cleaned_data["first"], self.cleaned_data["last"])
            case "month":
                return Period(self.today.replace(day=1), self.today)
        return Period(self.today - (int(period or DEFAULT) - 1) * DAY, self.today)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("period") == "custom" and not self.errors:
            self._check(cleaned.get("first"), cleaned.get("last"))
        return cleaned

    def _check(self, first: date | None, last: date | None) -> None:
        if first is None or last is None:
            for name, value in (("first", first), ("last", last)):
                if value is None:
                    self.add_error(name, _("Give a day."))
            return
        kept = first_day_kept(self.today)
        if first > last:
            self.add_error("last", _("The last day is before the first one."))
        elif last > self.today:
            self.add_error("last", _("This day is yet to come."))
        elif first < kept:
            self.add_error("first", _("Clicks are kept day by day for two years. Choose a later day."))
        elif Period(first, last).length > LONGEST:
            self.add_error("last", _("A report is about a year at most. Choose an earlier day."))
