"""Where a button leads: which of the clinic's choices answers, and with what."""
