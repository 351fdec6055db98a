"""What a visitor is given: a button, a frame, a code to scan."""
