"""The built front-ends: the widget's script for the host sites, the desk for the agents."""

from pathlib import Path

from aiohttp import web

_DESK_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_COMMON = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin"}


def page_routes(dist: Path) -> list[web.AbstractRouteDef]:
    """Routes for what `npm run build` made in `dist`."""

    async def widget(_request: web.Request) -> web.StreamResponse:
        # Host pages load it from another origin; a short life lets a new version in within minutes.
        headers = {
            **_COMMON,
            "Cross-Origin-Resource-Policy": "cross-origin",
            "Cache-Control": "public, max-age=300",
        }
        return web.FileResponse(dist / "widget" / "widget.js", headers=headers)

    async def desk(_request: web.Request) -> web.StreamResponse:
        headers = {**_COMMON, "Content-Security-Policy": _DESK_POLICY, "Cache-Control": "no-cache"}
        return web.FileResponse(dist / "desk" / "index.html", headers=headers)

    async def to_desk(_request: web.Request) -> web.StreamResponse:
        raise web.HTTPFound("/desk/")

    return [
        web.get("/widget/widget.js", widget),
        web.get("/desk", to_desk),
        web.get("/desk/", desk),
        web.static("/desk/assets", dist / "desk" / "assets"),
    ]
