"""What organisers write to registrants, and to past participants who asked to hear."""
