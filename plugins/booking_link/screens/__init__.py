"""The screen *Booking links*: what to look at, where buttons lead, codes to print."""
