"""What a forum session has after the meeting, all of it folded from its one journal."""
