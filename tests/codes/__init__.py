"""Tests of the room `codes`."""
