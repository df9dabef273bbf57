"""What people need so that they can take part: asked for, arranged, and forgotten again."""
