"""Live capture of captions and chat, sealed as they come, with their gaps."""
