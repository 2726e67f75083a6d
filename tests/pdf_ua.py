"""PDF/UA-1 (ISO 14289-1), as a checker reads it that did not make the file."""

from page import validate_pdf_bytes


def faults(pdf: bytes) -> list[str]:
    """What is wrong with a PDF by the standard's rules that a machine can check; empty for none."""
    report = validate_pdf_bytes(pdf, profile="ua1")
    return [f"{one.rule_id}: {one.message}" for one in report.failures]
