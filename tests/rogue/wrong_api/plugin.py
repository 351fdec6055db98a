"""For a host that does not exist."""
