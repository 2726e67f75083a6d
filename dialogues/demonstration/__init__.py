"""The programme of 2022 as it stood, and an upcoming Dialogue of the same shape, to try."""
