"""Groups of residents: who applied to join, who is a member, and who may take part for the time being."""
