"""The plugin host: which plugins are there, and which of them can be used."""
