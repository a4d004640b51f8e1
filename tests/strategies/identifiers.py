"""Strategies for identifiers: patients, staff and units, and what systems mint of their own."""

import uuid
from random import Random
from typing import Final

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from mappings.codes.systems import BASE, FNR, HER, HPR, HSA_ID, PERSONNUMMER, PLO_CONVERSATION
from mappings.fhir.values import Identifier
from tests.strategies.primitives import codes, pool, uris

# Published test persons: Skatteverket's and Norsk helsenett's, none of them alive.
PERSONNUMMER_OF_TESTS: Final = ("191212121212", "195009072553", "196101182803")
FNR_OF_TESTS: Final = ("13116900216", "15076500565", "05073500186")


def _id(system: str, value: str) -> Identifier:
    return Identifier(system=system, value=value)


def _uuid(chance: Random) -> str:
    return str(uuid.UUID(int=chance.getrandbits(128), version=5))


national_ids: SearchStrategy[Identifier] = st.sampled_from(
    (
        *(_id(PERSONNUMMER, value) for value in PERSONNUMMER_OF_TESTS),
        *(_id(FNR, value) for value in FNR_OF_TESTS),
    )
)
"""A patient, by national identifier: published test persons only."""

own_ids: SearchStrategy[Identifier] = pool(
    lambda chance: _id(f"{BASE}/id/0123456789ab", _uuid(chance))
)
"""What an installation of ours mints."""

chains: SearchStrategy[Identifier] = pool(lambda chance: _id(PLO_CONVERSATION, _uuid(chance)))
staff_ids: SearchStrategy[Identifier] = st.one_of(
    pool(lambda chance: _id(HSA_ID, f"SE2321000016-{chance.randrange(10_000):04}")),
    pool(lambda chance: _id(chance.choice((HER, HPR)), str(chance.randrange(1_000, 10_000_000)))),
)
"""A unit or a member of staff."""

source_ids: SearchStrategy[Identifier] = st.builds(Identifier, system=uris, value=codes)
"""What a source system calls something."""

identifiers: SearchStrategy[Identifier] = st.one_of(own_ids, staff_ids, source_ids)
