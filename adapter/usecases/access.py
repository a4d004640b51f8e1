"""How a server lets us in, as the doctor sees it: token, scopes, certificates, clocks."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from adapter.endpoints.clock import NOTICED, TOO_FAR
from adapter.endpoints.tls import end_of
from adapter.errors import EndpointError, exit_code
from adapter.usecases.context import Context
from adapter.usecases.examined import Examined
from adapter.values import Access, AuthKind, EndpointSettings

_SOON: Final = timedelta(days=30)
_SIGNED: Final = frozenset({AuthKind.SMART, AuthKind.HELSEID})


def examined(context: Context, end: EndpointSettings) -> Examined:
    """What was obtained to be let in, until when, and whether both clocks agree."""
    what = f"access {end.name}"
    try:
        access = context.servers[end.name].access()
    except EndpointError as error:
        return Examined(what=what, fine=False, said=str(error), exit=exit_code(error))
    parts = [
        _token(access),
        *_certificates(end, access, context.clock.now()),
        *_clock(access),
    ]
    fine = abs(access.ahead or 0.0) <= TOO_FAR
    return Examined(what=what, fine=fine, said="; ".join(parts), access=access)


def _token(access: Access) -> str:
    if access.kind not in _SIGNED:
        return access.kind.value
    return f"{access.kind.value}: token for {access.seconds:g} s, {' '.join(access.scopes)}"


def _certificates(end: EndpointSettings, access: Access, now: datetime) -> Iterator[str]:
    """Until when each certificate is in force; whoever renews them needs a while."""
    ours = None if end.tls.certificate is None else end_of(end.tls.certificate)
    for whose, ends in (("our", ours), ("its", access.ends)):
        if ends is not None:
            soon = datetime.fromisoformat(f"{ends}T00:00:00+00:00") - now < _SOON
            yield f"{whose} certificate ends {ends}{' (soon)' if soon else ''}"


def _clock(access: Access) -> Iterator[str]:
    """A difference is no harm to what is carried; what is signed is dated by the server's clock."""
    ahead = access.ahead or 0.0
    if abs(ahead) > TOO_FAR:
        yield f"its clock is {_of(ahead)}: more than five minutes, set one of them right"
    elif abs(ahead) > NOTICED:
        yield f"its clock is {_of(ahead)} (it should be the same)"


def _of(ahead: float) -> str:
    return f"{abs(ahead):.0f} s {'ahead of' if ahead > 0 else 'behind'} ours"
