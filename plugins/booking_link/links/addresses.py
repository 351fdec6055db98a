"""What any address must be like before a button may lead to it, whoever's page it is.

An address that came through is ASCII, on a public HTTPS host, and leads where it says: it holds no user name,
no port, nothing that is written in two ways, no way on to another host and no personal data.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote, unquote_plus

from django.utils.translation import gettext as _

LONGEST = 500
"""How long an address may be, as it is sent."""

LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
HOST = re.compile(rf"(?=.{{4,253}}$)(?:{LABEL}\.)+[a-z]{{2,63}}")
INTERNAL = re.compile(
    r"(.*\.)?(arpa|corp|home|internal|intranet|invalid|lan|local|localdomain|localhost|onion|private|test)"
)
# Every character that has a meaning in an address; the others are percent-encoded, as browsers do.
KEPT = "%!$&'()*+,;=:@/?#[]~|"

TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|gclsrc|gbraid|wbraid|gad_\w+|dclid|msclkid|yclid|ttclid|twclid"
    r"|li_fat_id|igsh(id)?|srsltid|epik|sccid|mc_[ce]id|_g[al]|_{1,2}hs\w+",
    re.IGNORECASE,
)
"""Names of parameters that say where a visitor came from. A pasted address loses them."""

PERSONAL = re.compile(
    r"(full|middle|sur|given|family|patient|customer|client|user|invitee)?name|(for|efter)?navn"
    r"|\w*(firstname|lastname|email|birth|phonenumber|telefonnummer)\w*|mail|phone|telephone|telefon|tel|mobile?"
    r"|dob|gender|ssn|cpr(nummer|nr)?|patient(id)?|insurance(id)?|diagnosis|condition|symptoms?"
    r"|notes?|comments?|message|answers?"
)
"""Names, in small letters and without signs, of parameters that fill in something about the visitor."""

ONWARD = re.compile(
    r"ur[li]|[ur]|(redirect|return|continue|forward|callback|success|cancel|back|next|go|goto|dest|destination"
    r"|target|link)(ur[li]|to)?"
)
"""Names, in small letters and without signs, of parameters that often lead on to another page."""

MAIL = re.compile(r"[^\s@]@[^\s@]+\.")


class LinkError(ValueError):
    """An address cannot be used; ``message`` says to the person who pasted it why."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class Address:
    """An address in its pieces, percent-encoded; ``query`` and ``fragment`` without their mark."""

    host: str
    path: str
    query: str
    fragment: str


def read_address(url: str) -> Address:
    """Return the pieces of ``url``, without parameters that only track; raises ``LinkError``."""
    rest, _mark, fragment = _after_the_scheme(url).partition("#")
    rest, _mark, query = rest.partition("?")
    authority, slash, path = rest.partition("/")
    host = _public_host(authority)
    path, query, fragment = (quote(piece, safe=KEPT) for piece in (slash + path, query, fragment))
    query = "&".join(one for one in query.split("&") if one and not TRACKING.fullmatch(one.partition("=")[0]))
    address = Address(host, path or "/", query, fragment)
    _demand_one_reading(address)
    _demand_no_way_on(address)
    _demand_nothing_personal(address)
    return address


def is_personal(name: str) -> bool:
    """Whether a parameter of this name fills in something about the visitor."""
    return bool(PERSONAL.fullmatch(_bare(name)))


def _after_the_scheme(url: str) -> str:
    if not url:
        raise LinkError(_("Paste the address of your booking page."))
    if len(quote(url, safe=KEPT)) > LONGEST:
        raise LinkError(_("The address is longer than any booking page's."))
    if not url.isprintable() or " " in url or "\\" in url:
        raise LinkError(
            _("The address holds a space, a line break or another sign that no address has; copy it anew.")
        )
    scheme, found, rest = url.partition("://")
    if found and scheme.lower() == "http":
        raise LinkError(_("The address begins with http://, which is not secure; use the one with https://."))
    if not found or scheme.lower() != "https":
        raise LinkError(_("The address must begin with https://, as a link to a secure page does."))
    return rest


def _public_host(authority: str) -> str:
    if "@" in authority:
        raise LinkError(_("The address may not hold a user name: it would hide where it leads."))
    if ":" in authority and "[" not in authority:
        raise LinkError(_("The address names a port after a colon, which no public booking page needs."))
    host = authority.lower()
    if not host.isascii() or "xn--" in host or "%" in host:
        raise LinkError(_("The name of the website holds special letters, with which look-alikes are made."))
    if not HOST.fullmatch(host) or INTERNAL.fullmatch(host):
        raise LinkError(_("The address does not name a public website, such as book.example.com."))
    return host


def _demand_one_reading(address: Address) -> None:
    """Refuse what a browser, a server and this program might read in different ways."""
    whole = f"{address.path}?{address.query}#{address.fragment}"
    path = _decoded(address.path)
    if (
        re.search(r"%(?![0-9A-Fa-f]{2})", whole)
        or not (decoded := _decoded(whole)).isprintable()
        or "\ufffd" in decoded
        or "\\" in decoded
        or "//" in path
        or {".", ".."} & set(path.split("/"))
    ):
        raise LinkError(_("Part of the address is written in a way that hides where it leads."))


def _demand_no_way_on(address: Address) -> None:
    host = re.escape(address.host)
    elsewhere = re.compile(
        rf"//(?!{host}(?:[/?#]|$))|^(?:javascript|vbscript|data|blob|file|https?(?!://)):", re.IGNORECASE
    )
    here = re.compile(rf"(?:https:)?//{host}(?:[/?#].*)?|/(?!/).*|[^.:]*", re.IGNORECASE)
    for name, value in _parameters(address):
        if elsewhere.search(value) or (ONWARD.fullmatch(_bare(name)) and not here.fullmatch(value)):
            raise LinkError(
                _("The address leads on to another website (“%(name)s”); use that one's address instead.")
                % {"name": name or value}
            )


def _demand_nothing_personal(address: Address) -> None:
    for name, value in _parameters(address):
        if is_personal(name) or MAIL.search(value):
            raise LinkError(
                _("The address fills in personal data (“%(name)s”); take that out.") % {"name": name or value}
            )


def _parameters(address: Address) -> list[tuple[str, str]]:
    """Return the names and values in query and fragment, decoded to the bottom."""
    segments = re.split(r"[&?;]", f"{address.query}&{address.fragment}")
    return [(_name(one), _decoded(value or one)) for one in segments for value in [one.partition("=")[2]]]


def _name(segment: str) -> str:
    """Return the name in ``name=value``; a segment without a value is no parameter and has none."""
    name, found, _value = segment.partition("=")
    return unquote_plus(name) if found else ""


def _bare(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _decoded(text: str) -> str:
    """Return ``text`` without percent signs, however often it was encoded."""
    while (once := unquote(text)) != text:
        text = once
    return text
