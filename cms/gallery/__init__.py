"""Specimens of everything that a theme shows, for the gallery in the admin and for the kit for themes."""
