"""When a plugin goes: what is shown no longer, what stays behind, and how that is cleared away."""
