"""Tests of what a reviewer would have to remember: permissions, headers, layers, documents."""
