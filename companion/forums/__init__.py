"""Programmes, forum sessions and their agenda."""
