from __future__ import annotations

from pathlib import Path

import pytest

from cms.demo.management.commands.demo import Command
from cms.themes import checks
from cms.themes.discovery import found_themes
from cms.themes.registry import read_themes


def test_demo_starts_with_a_theme_that_cannot_be_used(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "fjeld").mkdir()
    (tmp_path / "fjeld" / "theme.toml").write_text("api = = 1")
    found = found_themes(tmp_path, lambda: ())
    monkeypatch.setattr(checks, "found_themes", lambda: found)
    monkeypatch.setattr(checks, "installed_themes", lambda: read_themes(found))
    assert [message.id for message in checks.check_themes()] == ["meridian.E301"]
    # The port is the first thing that the command itself looks at.
    with pytest.raises(SystemExit):
        Command().run_from_argv(["manage.py", "demo", "--port", "0", "--no-color"])
    assert capsys.readouterr().err == "CommandError: 0 is not a port. Choose one between 1 and 65535.\n"
