"""Databases for tests: migrated once per worker, copied for each test.

One PostgreSQL server serves a whole run: the first worker that needs it starts it, on a unix
socket in a temporary folder, and the run's controlling process stops it.
"""

import fcntl
import getpass
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from flask import Flask
from flask_migrate import Migrate, downgrade, upgrade

from dialogues import database
from dialogues.config import ROOT
from dialogues.database import db

MIGRATIONS = str(ROOT / "migrations")
_READY = "postgresql.ready"


def run_folder() -> Path:
    """A new folder for the databases of one run, in memory where there is room."""
    memory = Path("/dev/shm")
    has_room = memory.is_dir() and shutil.disk_usage(memory).free > 2**30
    folder = tempfile.mkdtemp(prefix="dlg-", dir=memory if has_room else None)
    os.chmod(folder, 0o755)
    return Path(folder)


def remove_run_folder(folder: Path) -> None:
    """Stop the run's PostgreSQL server, if one was started, and remove everything."""
    if (folder / "postgresql" / "data" / "postmaster.pid").exists():
        _as_server_user(_program("pg_ctl"), "stop", "-D", _data(folder), "-m", "immediate", "-w")
    shutil.rmtree(folder, ignore_errors=True)


def migrate(url: str, *, back_to: str | None = None) -> None:
    """Run all migrations on the database at ``url``; or take back those after a revision."""
    app = Flask("dialogues")
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    db.init_app(app)
    Migrate(app, db, directory=MIGRATIONS)
    with app.app_context():
        database.prepare(db.engine)
        if back_to is None:
            upgrade(directory=MIGRATIONS)
        else:
            downgrade(directory=MIGRATIONS, revision=back_to)
        db.engine.dispose()


class SqliteTemplate:
    """A migrated SQLite file to copy from."""

    def __init__(self, folder: Path, worker: str) -> None:
        self.folder, self.worker, self.copies = folder, worker, 0
        self.file = folder / f"{worker}.template.sqlite"
        migrate(f"sqlite:///{self.file}")

    @contextmanager
    def copy(self) -> Iterator[str]:
        """The URL of a fresh database."""
        self.copies += 1
        file = self.folder / f"{self.worker}.{self.copies}.sqlite"
        shutil.copyfile(self.file, file)
        try:
            yield f"sqlite:///{file}"
        finally:
            for suffix in ("", "-wal", "-shm"):
                Path(f"{file}{suffix}").unlink(missing_ok=True)


class PostgresqlTemplate:
    """A migrated PostgreSQL database to copy from."""

    def __init__(self, folder: Path, worker: str) -> None:
        _start_server(folder)
        self.folder, self.name, self.copies = folder, f"template_{worker}", 0
        self._command(f"CREATE DATABASE {self.name}")
        migrate(self._url(self.name))

    @contextmanager
    def copy(self) -> Iterator[str]:
        """The URL of a fresh database."""
        self.copies += 1
        name = f"{self.name}_{self.copies}"
        self._command(f"CREATE DATABASE {name} TEMPLATE {self.name} STRATEGY FILE_COPY")
        try:
            yield self._url(name)
        finally:
            self._command(f"DROP DATABASE {name} WITH (FORCE)")

    def _url(self, name: str) -> str:
        socket = quote(str(self.folder / "postgresql"), safe="")
        return f"postgresql+psycopg://postgres@/{name}?host={socket}"

    def _command(self, command: str) -> None:
        socket = str(self.folder / "postgresql")
        with psycopg.connect(
            host=socket, user="postgres", dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(command.encode())


def _start_server(folder: Path) -> None:
    with (folder / "postgresql.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if (folder / _READY).exists():
            return
        initdb, pg_ctl = _program("initdb"), _program("pg_ctl")
        (folder / "postgresql").mkdir(exist_ok=True)
        if os.geteuid() == 0:
            shutil.chown(folder / "postgresql", _server_user())
        _as_server_user(
            *(initdb, "-D", _data(folder), "-U", "postgres", "--auth=trust"),
            *("--encoding=UTF8", "--locale=C", "--no-sync"),
        )
        options = (
            f"-c listen_addresses= -c unix_socket_directories={folder / 'postgresql'} "
            "-c fsync=off -c synchronous_commit=off -c full_page_writes=off "
            "-c max_connections=300 -c shared_buffers=32MB"
        )
        log = str(folder / "postgresql" / "log")
        _as_server_user(
            *(pg_ctl, "start", "-D", _data(folder), "-l", log, "-o", options, "-w", "-t", "60")
        )
        (folder / _READY).touch()


def _data(folder: Path) -> str:
    return str(folder / "postgresql" / "data")


def _server_user() -> str:
    return "postgres" if os.geteuid() == 0 else getpass.getuser()


def _as_server_user(*command: str) -> None:
    """PostgreSQL refuses to run as root: then its own user runs it."""
    prefix = ("runuser", "-u", _server_user(), "--") if os.geteuid() == 0 else ()
    done = subprocess.run(
        [*prefix, *command],
        check=False,
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,  # a pipe would stay open for as long as the server runs
        stderr=subprocess.DEVNULL,
    )
    if done.returncode:
        pytest.fail(f"{' '.join(command)} ended with {done.returncode}")


def _program(name: str) -> str:
    versions = Path("/usr/lib/postgresql").glob(f"*/bin/{name}")
    newest = max(versions, key=lambda path: float(path.parent.parent.name), default=None)
    found = str(newest) if newest else shutil.which(name)
    if not found:
        pytest.skip("PostgreSQL is not installed (on Debian: apt-get install postgresql)")
    return found
