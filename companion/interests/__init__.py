"""Declarations of interest: who declares one in which item, what follows from it, and who therefore may not vote."""
