"""Clicks: how an address says which button it was, who clicks, and how they are counted and kept."""
