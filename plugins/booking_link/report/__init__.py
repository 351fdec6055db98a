"""The screen *Booking clicks*: how often the buttons were used."""
