"""The tests of Pullquote. They run in a process for each core, so that each process computes on one."""

import os

for _library in ("OMP", "OPENBLAS"):  # read when torch, faiss and numpy are imported, which is after this
    os.environ.setdefault(f"{_library}_NUM_THREADS", "1")
