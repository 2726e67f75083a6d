"""A program for tests: writes what it reads and a stamp, after as many seconds as it is told."""

import sys
import time

read = sys.stdin.buffer.read()
if read == b"fail":
    sys.exit("This is too hard.")
time.sleep(float(sys.argv[1]) if sys.argv[1:] and sys.argv[1].isdecimal() else 0)
sys.stdout.buffer.write(read + f" {time.monotonic_ns()}".encode())
