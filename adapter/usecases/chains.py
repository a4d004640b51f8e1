"""Messages of one conversation that were mapped in one call, folded into what they leave."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from adapter.sync.fold import Message, fold
from adapter.usecases.map import Mapped
from adapter.values import Resource
from mappings.attachment import content_url
from mappings.errors import Issue, Severity

_AMBIGUOUS: Final = Issue(
    severity=Severity.ERROR,
    code="conflict",
    rule="chain.ambiguous",
    expected="messages of one conversation that follow one another",
)


def fold_mapped(every: Iterable[Mapped]) -> Iterator[Mapped]:
    """The documents in their order; a conversation's resources stand with its last document."""
    kept = list(every)
    chains: dict[str, list[Mapped]] = {}
    for mapped in kept:
        if mapped.envelope.conversation is not None:
            chains.setdefault(mapped.envelope.conversation, []).append(mapped)
    for mapped in kept:
        chain = chains.get(mapped.envelope.conversation or "", [])
        if len(chain) < 2:  # noqa: PLR2004  one message folds into itself
            yield mapped
        elif mapped is chain[-1]:
            yield _last(mapped, chain)
        else:
            yield replace(mapped, resources=())


def _last(mapped: Mapped, chain: Sequence[Mapped]) -> Mapped:
    folded = fold(mapped.envelope.conversation or "", [_message(each) for each in chain])
    if folded.problem is not None:
        return replace(mapped, resources=(), issues=(*mapped.issues, _AMBIGUOUS))
    left = tuple(folded.resources.values())
    return replace(mapped, resources=(*left, *_contents(chain, left)))


def _contents(chain: Sequence[Mapped], left: Sequence[Resource]) -> Iterator[Resource]:
    """What the documents that are left have for content: a Binary follows its document."""
    urls = {content_url(each) for each in left if each["resourceType"] == "DocumentReference"}
    found = {
        f"Binary/{each['id']}": each
        for mapped in chain
        for each in mapped.resources
        if each["resourceType"] == "Binary"
    }
    yield from (binary for url, binary in found.items() if url in urls)


def _message(mapped: Mapped) -> Message:
    envelope = mapped.envelope
    return Message(
        id=envelope.message or mapped.name,
        parent=envelope.parent,
        status=envelope.status,
        resources=mapped.resources,
        wrong_person=envelope.wrong_person,
    )
