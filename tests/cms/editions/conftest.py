"""How many examples a law is tried on: enough to notice while working, many in CI.

The laws know no database, so CI tries them in full once, in the run that is given none. It tries the same
examples every time, as Hypothesis advises for CI: a change fails for what it broke and not by chance. New
examples are met while working, and by the thousand with ``LAW_EXAMPLES=30000``.
"""

from __future__ import annotations

import os

from hypothesis import settings

IS_CI = os.environ.get("CI") == "true"
IN_CI = 2_000 if "DATABASE_URL" not in os.environ else 200
EXAMPLES = int(os.environ.get("LAW_EXAMPLES", IN_CI if IS_CI else 200))

settings.register_profile("laws", max_examples=EXAMPLES, derandomize=IS_CI, deadline=None)
