"""What the demo and the rehearsal stand on: an installation that lasts as long as the play, and ways to act in it."""
