"""One search over Dialogues, notes and action items."""
