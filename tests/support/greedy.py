"""A program for :mod:`dialogues.support.confined` that does what it reads."""

import sys
import tempfile
from pathlib import Path

match sys.stdin.read():
    case "memory":
        print(len(bytearray(2**30)))
    case "time":
        while True:
            pass
    case "file":
        with tempfile.TemporaryDirectory() as folder:
            print(Path(folder, "written").write_text("x" * 100_000))
    case "failure":
        sys.exit("It failed.")
    case words:
        print(words[::-1], end="")
