"""Tests of what may go wrong: hostile deliveries, dying workers, lost files."""
