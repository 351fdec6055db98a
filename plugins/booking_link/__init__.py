"""Buttons that lead to a clinic's online booking."""
