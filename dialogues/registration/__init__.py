"""Who comes to which session, within its capacity."""
