"""Long experiments on whole programs: real processes, kills, sockets and damaged files.

Everything talks to 127.0.0.1 only, is bounded in number and time and ends by itself. Each
experiment is a module with one function, ``run``, which takes numbers, seconds and a seed and
returns a frozen dataclass of figures, the last of which is ``failures``.
"""
