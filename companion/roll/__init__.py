"""The membership roll: landlords, their bands, domains, aliases and contacts, and its import."""
