"""The project's files, as the house rules read them."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "dialogues"
TEMPLATES = ROOT / "templates"
_NOT_OURS = {"node_modules", "__pycache__", "instance", "vendor", "fonts", "dist", "build"}
_TEXT = {".py", ".html", ".txt", ".css", ".js", ".mjs", ".md", ".toml", ".lock", ".json", ".cfg"}
_TEXT |= {".po", ".csv", ".svg", ".mako", ".yml", ".yaml", ".ini", ""}


def project_files() -> Iterator[Path]:
    """Every text file that belongs to the project."""
    return _walk(ROOT)


def _walk(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        hidden = path.name.startswith(".") and path.name not in (".ci", ".gitignore")
        if hidden or path.name in _NOT_OURS or path.name.endswith(".egg-info"):
            continue
        if path.is_dir():
            yield from _walk(path)
        elif path.suffix in _TEXT:
            yield path


def python_files(folder: Path = PACKAGE) -> list[Path]:
    """Every module under ``folder``."""
    return [path for path in _walk(folder) if path.suffix == ".py"]


def templates(mail: bool) -> list[Path]:
    """The templates of mails, or of pages."""
    files = (path for path in TEMPLATES.rglob("*") if path.suffix in (".html", ".txt"))
    return sorted(path for path in files if (TEMPLATES / "mail" in path.parents) is mail)


@cache
def tree(path: Path) -> ast.Module:
    """The parsed module at ``path``."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def name(path: Path) -> str:
    """The path inside the project, as failures show it."""
    return str(path.relative_to(ROOT))


def module_name(path: Path) -> str:
    """The dotted name of a module of the project."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
