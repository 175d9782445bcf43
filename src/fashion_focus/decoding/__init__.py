"""The decode worker: a process of its own that opens one source and sends pictures and sound to the engine by a pipe.

What comes in: one order on its standard input, and for pushed streams the media behind it. What goes out: messages of
`wire`. It imports no model and no database, and may be killed at any time.
"""
