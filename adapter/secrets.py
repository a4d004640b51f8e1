"""Secrets: read from where the configuration says that they are kept, when they are needed.

file       readable by its owner alone, and ours
env        a variable of the environment
keyring    the keyring of the machine, as service/user; needs viktigt[keyring]
What is wrong is told by the key in the configuration; never what the secret says.
"""

import os
import stat
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from adapter.errors import ConfigurationError
from adapter.values import Secret, SecretRef, SecretSource

_MOST: Final = 65_536  # bytes; a key is a few thousand


def resolve(where: str, ref: SecretRef) -> Secret:
    """The secret that `where` in the configuration refers to; raises ConfigurationError."""
    value = _FROM[ref.source](where, ref.name).rstrip("\r\n")
    if not value:
        raise ConfigurationError([f"{where}: {ref.name} is empty"])
    return Secret(value)


def guarded(where: str, path: str) -> None:
    """Raise unless a file that holds a secret is ours and nobody else can read it."""
    _read(where, path, 0)


def _file(where: str, path: str) -> str:
    data = _read(where, path, _MOST + 1)
    if len(data) > _MOST:
        raise ConfigurationError([f"{where}: {path} is too large for a secret"])
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise ConfigurationError([f"{where}: {path} is no text"]) from None


def _read(where: str, path: str, most: int) -> bytes:
    """The beginning of a file. It is looked at once it is open: nobody can exchange it between."""
    try:
        # A pipe that nobody writes to would be waited for.
        descriptor = os.open(Path(path), os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise ConfigurationError([f"{where}: {path}: {error.strerror}"]) from None
    try:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            raise ConfigurationError([f"{where}: {path} is no file"])
        if found.st_uid not in {os.geteuid(), 0} or found.st_mode & 0o077:
            raise ConfigurationError([f"{where}: {path} must be readable by its owner alone"])
        return os.read(descriptor, most)
    finally:
        os.close(descriptor)


def _variable(where: str, name: str) -> str:
    if name not in os.environ:
        raise ConfigurationError([f"{where}: {name} is not set"])
    return os.environ[name]


def _keyring(where: str, name: str) -> str:
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        told = "the keyring library is not installed (pip install 'viktigt[keyring]')"
        raise ConfigurationError([f"{where}: {told}"]) from None
    service, _, user = name.rpartition("/")
    try:
        found = keyring.get_password(service, user)
    except KeyringError:
        raise ConfigurationError([f"{where}: the keyring can't be read"]) from None
    if found is None:
        raise ConfigurationError([f"{where}: the keyring holds nothing under {name}"])
    return found


_FROM: Final[Mapping[SecretSource, Callable[[str, str], str]]] = {
    SecretSource.FILE: _file,
    SecretSource.ENV: _variable,
    SecretSource.KEYRING: _keyring,
}
