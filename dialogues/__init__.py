"""Schedules Dialogues, registers people for them, and keeps their calendars true."""
