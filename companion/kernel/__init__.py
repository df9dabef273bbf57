"""The ground floor: database, journal, inbox, outbox, audit, keys, clocks, logs and mail. It knows no room above it."""
