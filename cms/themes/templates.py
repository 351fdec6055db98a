"""The templates of a theme: which it may have, and whether they can be read.

A theme may override what visitors see, and nothing of the admin. Which templates that are, the packages that
own them say with ``open_to_themes``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING

from django.template import Engine, Template, TemplateDoesNotExist, TemplateSyntaxError
from django.template.base import Origin
from django.template.loader_tags import ExtendsNode, IncludeNode
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from cms.themes.theme import Theme

FOR_ADMINS = "admin"

_sources: list[Callable[[], Iterable[str]]] = [lambda: ("theme/",)]
_searched: ContextVar[tuple[Path, ...] | None] = ContextVar("meridian_searched_themes", default=None)


def open_to_themes(source: Callable[[], Iterable[str]]) -> None:
    """Let themes override the templates in the folders that ``source`` names.

    A name that ends with a slash opens the folders below as well, but for those called ``admin``.
    """
    if source not in _sources:
        _sources.append(source)


def searched_folders() -> tuple[Path, ...] | None:
    """Return where the templates of a theme that is being checked are, ``None`` if none is."""
    return _searched.get()


def faulty_templates(theme: Theme) -> list[str]:
    """Return a sentence, with file and line, for each template that a theme may not have or that is wrong."""
    folder = theme.template_folders[0]
    open_folders = {name for source in _sources for name in source()} | {f"{theme.name}/"}
    with _searching(theme.template_folders):
        return [
            problem
            for path in sorted(folder.rglob("*"))
            if path.is_file() and not path.name.startswith(".")
            for problem in _problems(path, path.relative_to(folder).as_posix(), theme, open_folders)
        ]


@contextmanager
def _searching(folders: tuple[Path, ...]) -> Iterator[None]:
    token = _searched.set(folders)
    try:
        yield
    finally:
        _searched.reset(token)


def _problems(path: Path, name: str, theme: Theme, open_folders: set[str]) -> Iterator[str]:
    if not _is_open(name, open_folders):
        yield _("templates/%(name)s: themes may not override this.") % {"name": name}
        return
    if not name.startswith(f"{theme.name}/") and not _exists_elsewhere(name, theme):
        yield _(
            "templates/%(name)s: there is no such template to override. Templates of the theme's own are in "
            "templates/%(theme)s/."
        ) % {"name": name, "theme": theme.name}
        return
    try:
        _compile(path, name)
    except TemplateSyntaxError as error:
        line = getattr(getattr(error, "token", None), "lineno", None) or 1
        yield f"templates/{name}, {line}: {error}"
    except TemplateDoesNotExist as error:
        yield _("templates/%(name)s: there is no template “%(missing)s”.") % {
            "name": name,
            "missing": error,
        }
    except UnicodeDecodeError:
        yield _("templates/%(name)s is not written in UTF-8.") % {"name": name}
    except Exception as error:
        yield f"templates/{name}: {type(error).__name__}: {error}"


def _is_open(name: str, folders: set[str]) -> bool:
    folder = name.rpartition("/")[0]
    below = (one for one in folders if one.endswith("/") and f"{folder}/".startswith(one))
    return folder in folders or (any(below) and FOR_ADMINS not in folder.split("/"))


def _exists_elsewhere(name: str, theme: Theme) -> bool:
    """Whether an ancestor or a package has a template of this name."""
    with _searching(theme.template_folders[1:]):
        try:
            _engine().find_template(name)
        except TemplateDoesNotExist:
            return False
        except TemplateSyntaxError:
            return True
    return True


def _compile(path: Path, name: str) -> None:
    """Read a template, and find those that it names in so many words."""
    engine = _engine()
    origin = Origin(str(path), name)
    template = Template(path.read_text(encoding="utf-8"), origin, name, engine)
    for kind, asked in ((ExtendsNode, "parent_name"), (IncludeNode, "template")):
        for node in template.nodelist.get_nodes_by_type(kind):
            wanted = getattr(node, asked).var
            if getattr(wanted, "literal", None) is not None or (wanted == name and kind is IncludeNode):
                raise TemplateSyntaxError(_("It names itself, or no template at all, for another one."))
            if isinstance(wanted, str):
                skipped = [origin] if wanted == name else None
                engine.find_template(wanted, skip=skipped)


def _engine() -> Engine:
    return Engine.get_default()
