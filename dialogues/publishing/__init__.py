"""What the public reads: home, Dialogue pages, calendar feeds. Read only."""
