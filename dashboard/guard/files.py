"""Letters, styles and scripts of others, which lie on this machine: files that are there, and nothing else.

Solara's own handler fetches from a network what is not there, keeps it and serves it as its own, and it deletes a
folder that is asked for.
"""

import os

from solara.server import settings
from solara.server.starlette import SolaraGZipMiddleware, StaticCdn
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse
from starlette.staticfiles import StaticFiles

from dashboard.guard.asgi import Receive, Scope, Send
from dashboard.guard.paths import FILES


class Lying(StaticCdn):
    """Solara's files with their headers and compression, but looked up as any files are."""

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        """Where a file lies."""
        return StaticFiles.lookup_path(self, path)


class Files:
    """Answers for every file that a page loads from below ``/_solara/cdn``."""

    def __init__(self) -> None:
        lying = Lying(directory=settings.assets.proxy_cache_dir)
        self.squeezed = SolaraGZipMiddleware(lying, minimum_size=1000)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        scope = {**scope, "root_path": f"{scope['root_path']}{FILES}"}
        try:
            await self.squeezed(scope, receive, send)
        except HTTPException as refused:
            await PlainTextResponse(refused.detail, refused.status_code)(scope, receive, send)
