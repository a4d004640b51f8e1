"""A stream that is read as far as a search needs, with the line and column of where it stands."""

from typing import BinaryIO, Final

CHUNK: Final = 65_536


class Buffer:
    """The bytes of a stream from `at` on; `line` counts from 1 and `column` from 0."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.data = b""
        self.at = 0
        self.line = 1
        self.column = 0
        self.is_whole = False

    @property
    def waiting(self) -> int:
        """How many bytes are read, but not taken yet."""
        return len(self.data) - self.at

    def more(self) -> bool:
        """Read on, as much again as is waiting, so that reading stays linear; False at the end."""
        wanted = max(CHUNK, self.waiting)
        pieces = [self.data[self.at :]]
        while wanted > 0 and (piece := self._stream.read(wanted)):  # a pipe gives what it has
            pieces.append(piece)
            wanted -= len(piece)
        self.data, self.at = b"".join(pieces), 0
        self.is_whole = wanted > 0
        return len(pieces) > 1

    def take(self, end: int) -> bytes:
        """The bytes up to `end`, which are then behind."""
        taken = self.data[self.at : end]
        newlines = taken.count(b"\n")
        self.column = len(taken) - taken.rfind(b"\n") - 1 if newlines else self.column + len(taken)
        self.line += newlines
        self.at += len(taken)
        return taken

    def drop(self) -> bool:
        """Leave everything read behind and read on; False at the end."""
        self.take(len(self.data))
        return self.more()
