"""The record of a Dialogue: its summary note, written, translated, published."""
