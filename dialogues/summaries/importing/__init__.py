"""Reading a note from a file: what it says, where it belongs, and taking it over."""
