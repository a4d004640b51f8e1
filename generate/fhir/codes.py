"""The codes of the value sets that R4 binds as required, out of the ValueSets and CodeSystems.

Hierarchical code systems are taken whole. What no definition lists (media types, UCUM units,
currencies) is left out: there only the form of a code can be checked.
"""

from collections.abc import Iterable, Iterator, Mapping

from generate.fhir.definitions import Definition, Definitions

# By system, in the order of the definition.
Expansion = Mapping[str, tuple[str, ...]]


def expand(url: str, definitions: Definitions) -> Expansion | None:
    """List the codes of a value set by system; None when the definitions don't tell them."""
    value_set = definitions.value_sets.get(url)
    includes = [] if value_set is None else value_set["compose"]["include"]
    found: dict[str, tuple[str, ...]] = {}
    for include in includes:
        codes = _included(include, definitions)
        if codes is None:
            return None
        found[include["system"]] = (*found.get(include["system"], ()), *codes)
    return found or None


def _included(include: Definition, definitions: Definitions) -> tuple[str, ...] | None:
    if "concept" in include:
        return tuple(concept["code"] for concept in include["concept"])
    system = definitions.code_systems.get(include["system"])
    whole = system is not None and system["content"] == "complete"
    if system is None or not whole or {"filter", "valueSet"} & include.keys():
        return None
    return tuple(_walk(system["concept"]))


def _walk(concepts: Iterable[Definition]) -> Iterator[str]:
    for concept in concepts:
        yield concept["code"]
        yield from _walk(concept.get("concept", ()))
