"""Where a request comes from: the page that makes it, the address that sends it."""

from aiohttp import web


class OriginRule:
    """Browsers tell the origin of the page; only pages of these sites may speak with us."""

    def __init__(self, own: str, allowed: tuple[str, ...] = ()):
        """`own`: how browsers see us when a proxy stands before us, else empty; `allowed`: other sites' pages."""
        self._allowed = frozenset(filter(None, (own, *allowed)))

    def check(self, request: web.Request) -> None:
        """Raises 403 for a page of another site. Programs without `Origin` pass: they have no visitor's cookies."""
        origin = request.headers.get("Origin")
        direct = f"{request.scheme}://{request.host}"
        if origin is not None and origin != direct and origin not in self._allowed:
            raise web.HTTPForbidden(text="Origine non autorisée.")


def address_of(request: web.Request, trust_forwarded_for: bool) -> str:
    """The visitor's address; the last hop of `X-Forwarded-For` when a trusted proxy stands before us."""
    forwarded = request.headers.get("X-Forwarded-For", "")
    if trust_forwarded_for and forwarded:
        return forwarded.rsplit(",", 1)[-1].strip()
    return request.remote or "unknown"
