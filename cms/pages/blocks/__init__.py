"""Blocks of a clinic's own pages, beside the shared vocabulary: what only a clinic can say of itself."""
