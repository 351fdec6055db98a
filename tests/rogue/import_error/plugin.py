"""Cannot be imported."""

import a_module_that_nobody_has  # noqa: F401 -- that is what is wrong with it
