"""What comes back to entries' addresses: calendars' answers (RFC 5546), mail not delivered."""
