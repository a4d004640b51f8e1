"""Whether an address is on a host that the configuration names, and safe to send credentials to."""

from collections.abc import Iterable
from typing import Final
from urllib.parse import SplitResult, urlsplit

_PORTS: Final = {"http": 80, "https": 443}


def is_on(url: str, known: Iterable[str]) -> bool:
    """Whether a URL has the scheme, host and port of one of those known; no other part counts.

    What two readers of URLs may understand differently is on none.
    """
    if not url.isascii() or not url.isprintable() or {" ", "\\"} & set(url):
        return False
    try:
        parts = urlsplit(url)
        is_bare = parts.username is None and not parts.fragment
        return is_bare and _origin(parts) in {_origin(urlsplit(each)) for each in known}
    except ValueError:  # no port, or no address between the brackets
        return False


def _origin(parts: SplitResult) -> tuple[str, str | None, int | None]:
    return parts.scheme, parts.hostname, parts.port or _PORTS.get(parts.scheme)
