"""What plugins keep for a clinic: taken out as one file, read back, and forgotten."""
