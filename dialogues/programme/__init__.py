"""Dialogues, their sessions and short links."""
