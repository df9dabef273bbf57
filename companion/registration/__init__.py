"""Seats, waiting, substitution, apology, the door and attendance. The rule of two seats lives here (LC-06)."""
