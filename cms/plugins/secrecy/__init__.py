"""Secrets that clinics give to plugins: stored encrypted, plain for the plugin, shown to nobody."""
