"""Who is invited to a session that is not open to all."""
