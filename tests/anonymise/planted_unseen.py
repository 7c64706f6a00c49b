"""Written afterwards and never tuned on."""

UNSEEN: tuple[tuple[str, tuple[str, ...]], ...] = ()
