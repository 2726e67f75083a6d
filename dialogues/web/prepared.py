"""Pages with a form, made once and kept by everything that they were made from."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

from flask import current_app, request
from flask_wtf.csrf import generate_csrf

from dialogues.support import clock

_MOST = 256


class PreparedPages:
    """The pages asked for last, each in two parts: what stands before the token, and what after.

    Nothing here grows old: a page whose key is the same is the same page.
    """

    def __init__(self) -> None:
        self._pages: OrderedDict[Hashable, tuple[str, str]] = OrderedDict()
        self._lock = Lock()

    def page(self, made_from: Hashable, make: Callable[[], str]) -> str:
        """The page that ``make`` makes, with this visitor's token against forgery in it."""
        token: str = generate_csrf()
        with self._lock:
            parts = self._pages.get(made_from)
            if parts:
                self._pages.move_to_end(made_from)
        if parts:
            return token.join(parts)
        page = make()
        before, found, after = page.partition(token)
        if found and token not in after:
            with self._lock:
                self._pages[made_from] = before, after
                while len(self._pages) > _MOST:
                    self._pages.popitem(last=False)
        return page


def prepared_page(made_from: Hashable, make: Callable[[], str]) -> str:
    """The blank form that ``make`` makes, made anew only where something differs.

    ``made_from`` is every fact that the page shows. Its address goes without saying, and so does
    the quarter of an hour: the clocks of the world change at no other minutes.
    """
    pages: PreparedPages = current_app.extensions.setdefault("prepared_pages", PreparedPages())
    quarter = int(clock.now().timestamp()) // 900
    return pages.page((request.full_path, quarter, made_from), make)
