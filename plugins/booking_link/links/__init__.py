"""Booking links as data: an address is read into its parts, and built from them."""
