"""Safety information is left out whole, and the message says that it held some.

    medicines      Legemiddelinfo, LegemidlerAdministrertVedOverforing, notes of category Legemidler
    allergies      Cave, Allerginotat, notes of category Cave/allergier, heading 9143#5
    diagnoses      InfoMedisinskDiagnose, TidsperiodeDiagnose, InfoTidligereSykdommer
    infection      headings of list 9143 (smitte)
    blood type     RegistrertBlodtype
    pacemaker      FasteHjelpemidler/Pacemaker
A list of medicines that lacks one, or shows a stopped one as current, harms: such information
travels in its own channel, all or nothing. Text is not searched for it.
"""

from typing import Final

from mappings.account import Account, Reason
from mappings.formats.plo.codes import ANAPHYLAXIS, INFECTION, VOLVEN
from mappings.safety_notice import SafetyTopic
from mappings.tree import Node

_ELEMENTS: Final = {
    "Legemiddelinfo": SafetyTopic.MEDICINES,
    "LegemidlerAdministrertVedOverforing": SafetyTopic.MEDICINES,
    "Cave": SafetyTopic.ALLERGIES,
    "Allerginotat": SafetyTopic.ALLERGIES,
    "InfoMedisinskDiagnose": SafetyTopic.DIAGNOSES,
    "TidsperiodeDiagnose": SafetyTopic.DIAGNOSES,
    "InfoTidligereSykdommer": SafetyTopic.DIAGNOSES,
    "RegistrertBlodtype": SafetyTopic.BLOOD_TYPE,
    "Pacemaker": SafetyTopic.PACEMAKER,
}
_CATEGORIES: Final = {
    "Cave/allergier": SafetyTopic.ALLERGIES,
    "Legemidler": SafetyTopic.MEDICINES,
}
_CATEGORY: Final = "{http://www.kith.no/xmlstds/epj/meta/2008-02-20}informasjonskategori"


def leave_out(account: Account, body: Node) -> tuple[SafetyTopic, ...]:
    """Drop the safety information of a message; which topics it was about, in their own order."""
    found: set[SafetyTopic] = set()
    stack = [body]
    while stack:
        node = stack.pop()
        topics = topics_of(node)
        if topics:
            account.section(node, {}).drop_whole(Reason.OTHER_SAFETY_CHANNEL)
            found |= topics
        else:
            stack.extend(node.children)
    return tuple(topic for topic in SafetyTopic if topic in found)


def topics_of(node: Node) -> set[SafetyTopic]:
    """What safety information an element is, as its name, category or heading codes it."""
    topic = _ELEMENTS.get(node.name)
    if topic is not None:
        return {topic}
    if node.name == "Journaltekst":
        return _of_heading(node)
    category = node.attributes.get(_CATEGORY, node.attributes.get("informasjonskategori", ""))
    if node.name == "GenereltJournalnotat" and category.strip() in _CATEGORIES:
        headings = [_of_heading(each) for each in node.all("Journaltekst")]
        return {_CATEGORIES[category.strip()]}.union(*headings)
    return set()


def _of_heading(text: Node) -> set[SafetyTopic]:
    heading = text.child("Overskriftskode")
    if heading is None or f"{VOLVEN[:8]}{heading.attributes.get('S', '').strip()}" != INFECTION:
        return set()
    anaphylaxis = heading.attributes.get("V", "").strip() == ANAPHYLAXIS
    return {SafetyTopic.ALLERGIES if anaphylaxis else SafetyTopic.INFECTION}
