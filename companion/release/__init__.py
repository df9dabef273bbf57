"""From captured text to a released Chatham House transcript: draft, review, approve, release (LC-13, LC-15)."""
