"""The newsletter: signing up and off, writing an issue, sending it."""
