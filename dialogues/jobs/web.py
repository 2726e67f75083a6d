"""``dialogues web``: gunicorn in this process, with threads."""

import gc
from typing import Any

from gunicorn.app.base import BaseApplication

from dialogues.jobs.serve import end_with_parent

_GRACE_S = 20


class WebServer(BaseApplication):  # type: ignore[misc]
    """gunicorn, whose workers each build the application for themselves.

    None is built before they fork: they would share its connections to the database.
    """

    def __init__(self, host: str, port: int, workers: int, threads: int, has_parent: bool) -> None:
        place = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        self._options: dict[str, Any] = {
            "bind": place,
            "worker_class": "gthread",
            "workers": workers,
            "threads": threads,
            "graceful_timeout": _GRACE_S,
            "keepalive": 15,
            "loglevel": "warning",
            "control_socket_disable": True,
            "post_worker_init": lambda _worker: _spare_the_collector(),
        }
        if has_parent:
            self._options["when_ready"] = lambda _arbiter: end_with_parent()
        super().__init__()

    def load_config(self) -> None:
        """Tell gunicorn its options."""
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The application, in a worker."""
        from dialogues.app import create_app

        return create_app()


def _spare_the_collector() -> None:
    """Let the garbage collector pass over what stays for good: modules, mappings, templates."""
    gc.collect()
    gc.freeze()
