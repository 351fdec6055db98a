"""What a request needs to know of a clinic, looked up by host, by page or by id, in one cached query.

The records are plain values: frozen, picklable, and free of model instances. Looking one up costs one SQL
query when the cache is cold and none when it is warm, however many clinics there are.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any
from zlib import crc32

from django.core.cache import cache
from django.db.models import OuterRef, Subquery

from cms.clinics.countries import country
from cms.clinics.managers import HasId
from cms.clinics.models import Clinic, ClinicLanguage, Location
from cms.conf import options

# Home pages stand at depth 2; each level of a treebeard path takes four characters.
HOME_PATH_LENGTH = 8

GENERATION = "meridian:clinics:generation"
MAX_HOSTNAME_LENGTH = 253


@dataclass(frozen=True, slots=True)
class LanguageRecord:
    """A language of a clinic.

    ``prefix`` is empty for the main language. ``home_path`` is the home page's path in the tree,
    ``home_url_path`` its stored address, such as ``/aalborg-en/``.
    """

    code: str
    prefix: str
    home_id: int
    home_path: str
    home_url_path: str


@dataclass(frozen=True, slots=True)
class ClinicRecord:
    """A clinic as a request sees it.

    ``languages`` begins with the main language; ``root_url`` has no final slash; ``city`` and ``phone``
    are those of the first location, empty without one. ``tokens`` is what the clinic made of the design
    tokens of its themes, and ``pictures`` its logo and the like, as JSON, empty for nothing.
    """

    id: int
    site_id: int
    slug: str
    name: str
    legal_name: str
    hostname: str
    root_url: str
    theme: str
    main_language: str
    languages: tuple[LanguageRecord, ...]
    country: str
    jurisdiction: str
    time_zone: str
    city: str
    phone: str
    emergency_number: str
    is_fictional: bool
    tokens: str = ""
    pictures: str = ""

    def language(self, code: str) -> LanguageRecord | None:
        """Return the language with this code, or ``None`` if the clinic does not have it."""
        return next((language for language in self.languages if language.code == code), None)

    def fallback_chain(self, code: str) -> tuple[str, ...]:
        """Return the languages to try for ``code``: itself, the main one, then the others in their order."""
        return tuple(
            dict.fromkeys((code, self.main_language, *(language.code for language in self.languages)))
        )


def shape_of(*records: type[Any]) -> str:
    """Return a short text that is another one when any of these dataclasses has other fields."""
    names = ";".join(",".join(field.name for field in fields(record)) for record in records)
    return f"{crc32(names.encode()):08x}"


# A record that another version of these classes left in the cache is not read.
KEY = f"meridian:clinic:{shape_of(ClinicRecord, LanguageRecord)}"


def clinic_for_host(hostname: str) -> ClinicRecord | None:
    """Return the clinic that answers on ``hostname`` (no port, in any case), or ``None``."""
    hostname = hostname.lower().removesuffix(".")
    if not hostname or len(hostname) > MAX_HOSTNAME_LENGTH:
        return None
    return _remembered(f"{KEY}:host:{hostname}", {"clinic__site__hostname": hostname})


def clinic_for_page_path(path: str) -> tuple[ClinicRecord, LanguageRecord] | None:
    """Return whose page stands at the tree path ``path``, and in which language; ``None`` if nobody's."""
    home_path = path[:HOME_PATH_LENGTH]
    if len(home_path) < HOME_PATH_LENGTH:
        return None
    clinic = _remembered(f"{KEY}:tree:{home_path}", {"clinic__languages__home__path": home_path})
    if clinic is None:
        return None
    language = next((item for item in clinic.languages if item.home_path == home_path), None)
    return None if language is None else (clinic, language)


def record_of(clinic: HasId | int) -> ClinicRecord | None:
    """Return the record of a clinic that is known by its id; ``None`` if it is gone or has no language."""
    clinic_id = clinic if isinstance(clinic, int) else clinic.id
    return _remembered(f"{KEY}:id:{clinic_id}", {"clinic": clinic_id})


def record_without_website(clinic: Clinic) -> ClinicRecord:
    """Return the record of a clinic, also where it has no language, and so no website."""
    found = record_of(clinic)
    if found is not None:
        return found
    place = Location.everywhere.filter(clinic=clinic).order_by("position", "pk").first()
    return _made(clinic, (), place.city if place else "", place.phone if place else "")


def forget_clinic(clinic: ClinicRecord) -> None:
    """Drop the remembered record of a clinic that kept its host and its place in the tree."""
    keys = [f"{KEY}:tree:{language.home_path}" for language in clinic.languages]
    cache.delete_many([f"{KEY}:host:{clinic.hostname}", f"{KEY}:id:{clinic.id}", *keys])


def forget_all_clinics() -> None:
    """Drop every remembered record, and every remembered “no clinic here”."""
    if not cache.add(GENERATION, 2, None):
        cache.incr(GENERATION)


def read_clinic(**where: Any) -> ClinicRecord | None:
    """Read a record from the database in one query, past the cache; ``where`` filters ``ClinicLanguage``."""
    first_location = Location.everywhere.filter(clinic=OuterRef("clinic")).order_by("position", "pk")
    rows = (
        ClinicLanguage.everywhere.filter(**where)
        .select_related("clinic__site", "home")
        .only("language_code", "clinic", "home__path", "home__url_path")
        .annotate(
            city=Subquery(first_location.values("city")[:1]),
            phone=Subquery(first_location.values("phone")[:1]),
        )
        .order_by("clinic_id", "position", "pk")
    )
    return _record(rows)


def _remembered(key: str, where: dict[str, Any]) -> ClinicRecord | None:
    """Return the record under ``key``, reading it at most once per generation and life span."""
    found = cache.get_many([GENERATION, key])
    generation = found.get(GENERATION, 1)
    if key in found and found[key][0] == generation:
        record: ClinicRecord | None = found[key][1]
        return record
    record = read_clinic(**where)
    seconds = options.UNKNOWN_HOST_CACHE_SECONDS if record is None else options.CLINIC_CACHE_SECONDS
    cache.set(key, (generation, record), seconds)
    return record


def _record(rows: Iterable[Any]) -> ClinicRecord | None:
    everything = list(rows)
    if not everything:
        return None
    clinic = everything[0].clinic
    languages = [_language(row) for row in everything if row.clinic_id == clinic.pk]
    main_first = tuple(sorted(languages, key=lambda language: language.prefix != ""))
    return _made(clinic, main_first, everything[0].city or "", everything[0].phone or "")


def _made(clinic: Clinic, languages: tuple[LanguageRecord, ...], city: str, phone: str) -> ClinicRecord:
    return ClinicRecord(
        id=clinic.pk,
        site_id=clinic.site_id,
        slug=clinic.slug,
        name=clinic.name,
        legal_name=clinic.legal_name or clinic.name,
        hostname=clinic.site.hostname.lower(),
        root_url=clinic.site.root_url,
        theme=clinic.theme,
        main_language=clinic.main_language,
        languages=languages,
        country=clinic.country,
        jurisdiction=clinic.jurisdiction or clinic.country,
        time_zone=clinic.time_zone,
        city=city,
        phone=phone,
        emergency_number=country(clinic.country).emergency_number,
        is_fictional=clinic.is_fictional,
        tokens=json.dumps(clinic.tokens, sort_keys=True) if clinic.tokens else "",
        pictures=json.dumps(clinic.pictures, sort_keys=True) if clinic.pictures else "",
    )


def _language(row: Any) -> LanguageRecord:
    return LanguageRecord(
        code=row.language_code,
        prefix="" if row.language_code == row.clinic.main_language else row.language_code,
        home_id=row.home_id,
        home_path=row.home.path,
        home_url_path=row.home.url_path,
    )
