"""Streams that keep what the installed code cannot read: unknown blocks, vanished fields, damage."""
