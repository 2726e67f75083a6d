"""Which languages a session offers, and which twin offers a person's own."""
