from __future__ import annotations

import subprocess
import sys

from cms.blocks.policies import Policy


def test_policy_values_are_what_is_stored() -> None:
    assert [policy.value for policy in Policy] == ["open", "extend", "review", "locked"]


def test_policy_module_imports_no_django() -> None:
    program = "import sys, cms.blocks.policies; print([m for m in sys.modules if m in ('django', 'wagtail')])"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"
