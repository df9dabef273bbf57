"""Persons, addresses, staff accounts and roles, bars in force, sign-in. Names stay behind this door."""
