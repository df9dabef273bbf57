"""Tests of the room `roll`."""
