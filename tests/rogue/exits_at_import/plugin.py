"""Ends the process that imports it."""

import sys

sys.exit("There is no licence for this machine.")
