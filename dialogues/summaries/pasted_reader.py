"""The process of its own that reads what was pasted: HTML comes in, and Markdown goes out.

:mod:`dialogues.support.confined` runs it: other pages do not wait for HTML that takes long to read.
"""

import sys


def main() -> None:
    """Read the HTML; whatever fails ends the process with another code than 0."""
    from dialogues.summaries.from_html import markdown_of

    html = sys.stdin.buffer.read().decode()
    sys.stdout.buffer.write(markdown_of(html).encode())


if __name__ == "__main__":
    main()
