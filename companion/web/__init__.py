"""Shared page furniture: errors, headers, health, the ASGI shell and live push."""
