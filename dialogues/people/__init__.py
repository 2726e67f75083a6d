"""Participants, staff, and how staff sign in."""
