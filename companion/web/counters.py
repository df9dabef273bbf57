"""What /metrics counts. Labels are words from short lists, never ids or names."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge

REGISTRY = CollectorRegistry()
DELIVERIES = Counter(
    "companion_zoom_deliveries", "Deliveries from Zoom by what became of them", ["outcome"], registry=REGISTRY
)
EVENTS = Counter(
    "companion_zoom_events",
    "Signed events from Zoom by name; `unknown` for those without a use",
    ["event"],
    registry=REGISTRY,
)
INBOX_WAITING = Gauge("companion_inbox_waiting", "Events stored and not handled yet", registry=REGISTRY)
OUTBOX_WAITING = Gauge("companion_outbox_waiting", "Effects queued and not performed yet", registry=REGISTRY)
WORKER_AGE = Gauge("companion_worker_age_seconds", "Seconds since a worker was last heard of", registry=REGISTRY)
