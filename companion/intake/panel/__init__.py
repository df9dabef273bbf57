"""Our page inside the Zoom client: who opened it, what it says of the meeting, and what it does there for its host."""
