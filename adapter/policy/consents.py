"""Whether somebody consented, or made a reservation, on a given day.

A consent is registered, so that it can be followed up. One that was ended stays and counts no more;
one of somebody who can't decide counts only with who assessed that and when, and a guardian's only
until the person decides alone. A reservation is a Consent whose provision denies.
SFS 2022:913; OSL 2009:400 12 kap. 2-3 §§; https://hl7.org/fhir/R4/consent.html
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from adapter.policy.blocks import same
from adapter.policy.labels import strictest_of
from adapter.policy.spans import span_of
from adapter.values import Answer, ConsentBasis, ConsentFacts, Enrolment, Reason, Told
from mappings.codes.systems import CONSENT_WITHDRAWN
from mappings.fhir import datatypes as dt

NONE_KNOWN: Final = Answer(Told.ABSENT)
_ENDED: Final = frozenset({"inactive", "rejected", "entered-in-error"})
_UTC: Final = "UTC"


def enrolled(enrolment: Enrolment | None, on: date) -> Answer:
    """Whether somebody is enrolled on that day and not suspended."""
    day = on.isoformat()
    if enrolment is None or enrolment.suspended is not None or day < enrolment.start:
        return Answer(Told.FALSE)
    return Answer(Told.of(enrolment.end is None or day <= enrolment.end))


def consent_of(  # noqa: PLR0913, PLR0917  what a consent is for
    consents: Iterable[ConsentFacts],
    route: str,
    kinds: Iterable[str],
    on: date,
    of_age: date | None,
    named: str | None = None,
) -> Answer:
    """Whether a consent that counts covers a route and all kinds of plan on that day.

    `named` is the one that an enrolment refers to: it counts where none is registered here.
    """
    asked = set(kinds)
    known = [each for each in consents if each.route in {None, route}]
    if any(_counts(each, on, of_age) and _names(each, asked) for each in known):
        return Answer(Told.TRUE)
    if any(_is_over_age(each, on, of_age) for each in known):
        return Answer(Told.UNKNOWN, Reason.COME_OF_AGE)
    if known:
        return Answer(Told.FALSE)
    return NONE_KNOWN if named is None else Answer(Told.TRUE)


def _names(consent: ConsentFacts, kinds: set[str]) -> bool:
    return not consent.plan_kinds or kinds <= set(consent.plan_kinds)


def _counts(consent: ConsentFacts, on: date, of_age: date | None) -> bool:
    day = on.isoformat()
    if consent.mistaken or (consent.ended is not None and consent.ended[:10] <= day):
        return False
    if consent.start > day or (consent.end is not None and consent.end < day):
        return False
    if consent.basis is ConsentBasis.INCAPACITATED_ASSESSED:
        return consent.assessor is not None and consent.assessed_on is not None
    return not _is_over_age(consent, on, of_age)


def _is_over_age(consent: ConsentFacts, on: date, of_age: date | None) -> bool:
    return consent.basis is ConsentBasis.GUARDIAN and of_age is not None and of_age <= on


def reservation_of(
    consents: Iterable[Mapping[str, Any]],
    receivers: Iterable[str],
    on: date,
    of_age: date | None = None,
    start: str | None = None,
) -> Answer:
    """Whether the person forbade that these receivers get anything, as their Consents say.

    One against whom nobody can tell is unknown: then somebody must ask. What guardians reserved has
    ended on the day `of_age`: who decides alone has yet to say, unless an enrolment of their own
    `start`ed since.
    """
    known = [each for each in receivers if each]
    answers = []
    for each in consents:
        if not _is_reservation(each, on):
            continue
        found = _against(each, known)
        if of_age is not None and of_age <= on and _is_guardians(each, of_age):
            if start is not None and start >= of_age.isoformat():
                continue
            found = _yet_to_say(found)
        answers.append(found)
    return strictest_of(answers) if answers else NONE_KNOWN


def _is_guardians(consent: Mapping[str, Any], of_age: date) -> bool:
    """Whether others than the person reserved it, before the person decided alone."""
    performers = consent.get("performer") or ()
    said = [str(each.get("type") or each.get("reference") or "") for each in performers]
    by_others = bool(said) and all(each.partition("/")[0] == "RelatedPerson" for each in said)
    return by_others and str(consent.get("dateTime") or "") < of_age.isoformat()


def _yet_to_say(found: Answer) -> Answer:
    if found.told is Told.FALSE:
        return found
    return Answer(Told.UNKNOWN, Reason.COME_OF_AGE)


def _is_reservation(consent: Mapping[str, Any], on: date) -> bool:
    if consent.get("status") in _ENDED or not _denies(consent):
        return False
    withdrawn = dt.extension_in(dt.extension_in(consent, CONSENT_WITHDRAWN), "at")
    end = withdrawn.get("valueDateTime")
    if end is not None and str(end)[:10] <= on.isoformat():
        return False
    period = (consent.get("provision") or {}).get("period") or {}
    last = period.get("end")
    return last is None or span_of(str(last), _UTC).last.date() >= on


def _denies(consent: Mapping[str, Any]) -> bool:
    """Whether a Consent forbids anything, in whichever of its provisions."""
    waiting = [consent.get("provision") or {}]
    while waiting:
        provision = waiting.pop()
        if provision.get("type") == "deny":
            return True
        waiting += provision.get("provision") or ()
    return False


def _against(consent: Mapping[str, Any], receivers: list[str]) -> Answer:
    """Against one of them, or everybody, or whom nobody can tell."""
    provision = consent["provision"]
    actors = provision.get("actor") or ()
    named = [
        ((each.get("reference") or {}).get("identifier") or {}).get("value") for each in actors
    ]
    if not actors and provision.get("type") == "deny":
        return Answer(Told.TRUE, Reason.RESERVED)
    if any(same(who, receiver) for who in named for receiver in receivers):
        return Answer(Told.TRUE, Reason.RESERVED)
    can_tell = bool(receivers) and bool(actors) and all(named)
    return Answer(Told.FALSE if can_tell else Told.UNKNOWN, Reason.RESERVED)
