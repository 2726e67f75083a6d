"""What was agreed: who owes it, by when, and how far it is."""
