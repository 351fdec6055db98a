"""The theme host: reads themes, checks their design tokens, serves one stylesheet per theme."""
