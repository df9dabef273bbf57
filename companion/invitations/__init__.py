"""Invitations to landlords: who was asked to which forum session, and when the letter left."""
