"""A theme is looked at: every sheet of the gallery in it, read as HTML and seen in a browser."""
