"""The process of its own that makes one PDF: data on standard input, the PDF on standard output.

``python -m dialogues.support.typesetting ROOT TEMPLATE FONT_FOLDER...``
"""

import sys

import typst


def main(root: str, template: str, *font_folders: str) -> None:
    """Make the PDF; where that fails, say why on standard error and end with 1."""
    try:
        made = typst.compile(
            f"{root}/{template}",
            root=root,
            font_paths=list(font_folders),
            ignore_system_fonts=True,
            sys_inputs={"data": sys.stdin.read()},
            format="pdf",
            pdf_standards="ua-1",
        )
    except typst.TypstError as error:
        sys.exit(str(error))
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main(*sys.argv[1:])
