"""Teaches the small recogniser: speech made up of names and turns of phrase, licensed text, and the training."""
