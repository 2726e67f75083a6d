"""Calendar objects (RFC 5545) and the scheduling messages that carry them (RFC 5546, 6047)."""
