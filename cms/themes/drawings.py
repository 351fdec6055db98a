"""Drawings in SVG that people upload, rebuilt from what is known to be harmless.

Nothing is taken out of a file: a new one is written, of elements, attributes and rules of style on a list.
So a way to run a script or to load something from elsewhere that nobody thought of does not come through.
What was left behind and matters to whoever drew it is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from xml.etree.ElementTree import Element, SubElement, tostring

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.themes.drawing_styles import PROPERTIES, clean_declarations, clean_rules, is_safe

SVG = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}"
MOST_ELEMENTS, MOST_LEVELS, MOST_DRAWN = 5_000, 60, 20_000
DRAWN = frozenset({"path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text"})
DRAWN_FROM = frozenset({"image", "use"})
WITH_TEXT = frozenset({"text", "tspan", "title", "desc"})
AROUND = frozenset(
    {"svg", "g", "defs", "symbol", "linearGradient", "radialGradient", "stop", "clipPath", "mask", "style"}
)
ELEMENTS = DRAWN | DRAWN_FROM | WITH_TEXT | AROUND
AS_GROUP = frozenset({"a", "switch"})
ATTRIBUTE_NAMES = (
    "id class d x y x1 y1 x2 y2 cx cy r rx ry fx fy fr dx dy width height points viewBox preserveAspectRatio "
    "gradientTransform gradientUnits spreadMethod offset clipPathUnits maskUnits maskContentUnits pathLength "
    "textLength lengthAdjust rotate"
)
ATTRIBUTES = PROPERTIES | frozenset(ATTRIBUTE_NAMES.split())
SCRIPTING = frozenset({"script", "handler", "listener"})
MOVING = frozenset(
    {"animate", "animateMotion", "animateTransform", "animateColor", "set", "mpath", "discard"}
)
RASTER = re.compile(r"data:image/(?:png|jpeg|webp|gif);base64,[A-Za-z0-9+/=\s]*\Z")
POINTER = re.compile(r"#[\w.:-]+\Z")
POINTED = re.compile(r"#([\w.:-]+)['\"]?\s*\)")
NUMBER = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(?:px)?\s*\Z")


class Removed(Enum):
    """What was left out of a drawing, in a sentence for whoever uploaded it."""

    SCRIPT = gettext_lazy("Scripts were removed from the drawing.")
    LINK = gettext_lazy("Links to other addresses were removed from the drawing.")
    MOTION = gettext_lazy("Movement was removed from the drawing.")
    STYLE = gettext_lazy("Rules of style that a picture does not need were removed from the drawing.")
    OTHER = gettext_lazy("Parts that do not belong in a picture were removed from the drawing.")


@dataclass(frozen=True, slots=True)
class Drawing:
    """A harmless drawing: its text, its own measures in pixels, and what was left out."""

    data: bytes
    width: float
    height: float
    removed: tuple[Removed, ...]


def clean_drawing(data: bytes) -> Drawing:
    """Return the drawing in an SVG file, rebuilt; raises ``ValidationError`` for a file that holds none."""
    root = _parsed(data)
    removed: set[Removed] = set()
    size = _size(root)
    made = Element("svg", {"xmlns": SVG[1:-1]})
    _copy(root, made, removed)
    if not any(one.tag in DRAWN or (one.tag in DRAWN_FROM and one.get("href")) for one in made.iter()):
        raise ValidationError(_("This drawing shows nothing that can be used."), code="empty")
    if _drawn(made) > MOST_DRAWN:
        raise ValidationError(_("This drawing is too complicated for a picture on a page."), code="large")
    made.set("viewBox", made.get("viewBox") or f"0 0 {size[0]:g} {size[1]:g}")
    # Its place on the page says how large it is shown.
    made.attrib.pop("width", None)
    made.attrib.pop("height", None)
    told = tuple(one for one in Removed if one in removed)
    return Drawing(tostring(made, encoding="utf-8"), *size, told)


def _parsed(data: bytes) -> Element:
    """Return the root of an SVG file; entities of its own are refused, for they can grow without end."""
    refused = ValidationError(_("This is not a drawing in SVG, or the file is damaged."), code="invalid")
    try:
        root: Element = fromstring(data, forbid_entities=True, forbid_external=True)
    except DefusedXmlException as error:
        sentence = _("This drawing defines entities of its own. Save it anew without them, as “plain SVG”.")
        raise ValidationError(sentence, code="entities") from error
    except (ParseError, LookupError, ValueError) as error:
        raise refused from error
    if _name(root.tag) != "svg":
        raise refused
    for count, level in enumerate(_levels(root)):
        if count > MOST_ELEMENTS or level > MOST_LEVELS:
            raise ValidationError(_("This drawing is too complicated for a picture on a page."), code="large")
    return root


def _levels(root: Element) -> Iterator[int]:
    """Yield for each element how deep it stands; without recursion, since nobody has counted before."""
    waiting = [(root, 1)]
    while waiting:
        element, level = waiting.pop()
        yield level
        waiting.extend((child, level + 1) for child in element)


def _copy(source: Element, made: Element, removed: set[Removed]) -> None:
    """Copy what is harmless in an element into one of the same name that is new."""
    made.attrib.update(_attributes(source, removed))
    if made.tag == "style":
        rules, is_whole = clean_rules("".join(source.itertext()))
        made.text = rules
        removed.update(() if is_whole else (Removed.STYLE,))
        return
    made.text = source.text if made.tag in WITH_TEXT else None
    for child in source:
        name = _name(child.tag)
        if name not in ELEMENTS | AS_GROUP:
            removed.update(_reason(name, child.tag))
            if made.tag in WITH_TEXT and child.tail:
                _append(made, child.tail)
            continue
        copy = SubElement(made, "g" if name in AS_GROUP else name)
        _copy(child, copy, removed)
        copy.tail = child.tail if made.tag in WITH_TEXT else None


def _attributes(source: Element, removed: set[Removed]) -> Mapping[str, str]:
    kept = {}
    for key, value in source.attrib.items():
        name = "href" if key == f"{XLINK}href" else key
        if name == "href":
            if POINTER.match(value) or (_name(source.tag) == "image" and RASTER.match(value)):
                kept[name] = value
            else:
                removed.add(Removed.LINK)
        elif name.lower().startswith("on"):
            removed.add(Removed.SCRIPT)
        elif name == "style":
            kept[name], is_whole = clean_declarations(value)
            removed.update(() if is_whole else (Removed.STYLE,))
        elif name in ATTRIBUTES:
            if is_safe(value):
                kept[name] = value
            else:
                removed.add(Removed.LINK)
    return kept


def _reason(name: str, tag: object) -> tuple[Removed, ...]:
    """Why an element is left out; notes that drawing programs keep for themselves are not worth a word."""
    if name in SCRIPTING:
        return (Removed.SCRIPT,)
    if name in MOVING:
        return (Removed.MOTION,)
    is_note = name == "metadata" or (not name and "w3.org" not in str(tag))
    return () if is_note else (Removed.OTHER,)


def _append(made: Element, text: str) -> None:
    if len(made):
        made[-1].tail = (made[-1].tail or "") + text
    else:
        made.text = (made.text or "") + text


def _name(tag: object) -> str:
    """The name of an SVG element, also where the file forgot its namespace; empty for any other."""
    text = tag if isinstance(tag, str) else ""
    return text.removeprefix(SVG) if text.startswith(SVG) or not text.startswith("{") else ""


def _size(root: Element) -> tuple[float, float]:
    """The measures of a drawing, from its viewBox or from its width and height."""
    box = re.split(r"[\s,]+", root.get("viewBox", "").strip())
    asked = box[2:] if len(box) == 4 else [root.get("width", ""), root.get("height", "")]
    found = [NUMBER.match(one) for one in asked]
    numbers = [float(one[1]) for one in found if one]
    if len(numbers) != 2 or not all(0 < number < 100_000 for number in numbers):
        sentence = _("This drawing does not say how large it is. Save it anew with a “viewBox”.")
        raise ValidationError(sentence, code="size")
    return numbers[0], numbers[1]


def _drawn(root: Element) -> int:
    """How many elements a browser draws, with those that are drawn again for each reference to them.

    Ten elements that each use ten which each use ten are a thousand; a circle is as many as can be.
    """
    named: dict[str, Element] = {}
    for one in root.iter():
        named.setdefault(one.get("id", ""), one)  # browsers take the first of several
    known: dict[Element, int] = {}

    def count(element: Element, above: frozenset[Element]) -> int:
        if element in above or len(above) > 2 * MOST_LEVELS:
            return MOST_DRAWN + 1
        if element not in known:
            inside = above | {element}
            targets = [named[name] for name in _references(element) if name in named]
            known[element] = min(MOST_DRAWN + 1, 1 + sum(count(one, inside) for one in [*element, *targets]))
        return known[element]

    return count(root, frozenset())


def _references(element: Element) -> Iterator[str]:
    for name, value in element.attrib.items():
        if name == "href":
            yield value.removeprefix("#")
        else:
            yield from POINTED.findall(value)
