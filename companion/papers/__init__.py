"""Papers of a forum session: what is read beforehand, who got it and how, and what only some may open."""
