"""A message that cancels its conversation: its body is not read, it repeats what is withdrawn.

A cancellation of "patient admitted" holds the admission again: whoever mapped it would admit the
patient once more. What it may say is why. If another person was meant, or the cause is not plainly
another one, what was sent must go from every copy, not only be marked as wrong.
HIS 80704 PLO, 7309
"""

from typing import Final

from mappings.account import Account, Reason
from mappings.tree import Node

# The words of the official examples begin with the first; a cause is looked for beside it only.
_CANCELS: Final = "kanseller"
_WRONG_PERSON: Final = ("feil pasient", "feil person")
_HARMLESS: Final = ("sendt to ganger", "sendt dobbelt", "dobbeltsendt", "duplikat")


def leave_out(account: Account, root: Node, body: Node) -> None:
    """Drop the body and the patient as withdrawn, and the rest of the envelope that says so."""
    patients = [each for info in root.all("MsgInfo") for each in info.all("Patient")]
    for withdrawn in (body, *patients):
        account.section(withdrawn, {}).drop_whole(Reason.CANCELLED)
    account.section(root, {}).drop_whole(Reason.ROUTING)


def may_be_wrong_person(body: Node) -> bool:
    """Whether another person was meant, or the cause is unknown."""
    texts = [(node.text or "").casefold() for node in body.walk()]
    causes = [text for text in texts if _CANCELS in text]
    if any(phrase in text for text in texts for phrase in _WRONG_PERSON):
        return True
    return not any(phrase in text for text in causes for phrase in _HARMLESS)
