"""Codes of conduct as versioned documents, and who accepted which version."""
