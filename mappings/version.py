"""The version of the mapping rules; issues, loss accounts and Provenance name it."""

from typing import Final

MAPPING_VERSION: Final = "0.1.0"
