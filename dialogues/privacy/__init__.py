"""What is held about a person: seen, taken away, erased; and erased by itself in time."""
