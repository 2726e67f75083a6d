"""The addresses of erased people go as soon as the mails that still needed them have left."""

from dialogues.database import db, reading, transact
from dialogues.privacy.retention_queries import withdrawn_entries
from dialogues.privacy.retention_service import wipe_what_was_withdrawn
from dialogues.support import clock


def wipe_addresses() -> int:
    """Wipe the addresses that nothing waits for any more; say from how many calendar entries.

    Needs an application context and no open transaction. Where there is none, it reads a little
    and writes nothing.
    """
    with reading():
        is_due = bool(withdrawn_entries(clock.now()))
        db.session.rollback()
    return transact(lambda: wipe_what_was_withdrawn(clock.now())) if is_due else 0
