"""Tests of the room `forums`."""
