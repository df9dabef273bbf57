"""Tests of the live floor."""
