"""Tests of the room `invitations`."""
