"""What no file of the project may hold, and what every one must."""

import ast
import re
import statistics
from collections.abc import Iterator
from pathlib import Path

from tests.house import sources

LONGEST_MODULE = 350
MEDIAN_MODULE = 100
REGISTRIES = re.compile(
    # In parts, so that this file passes, too.
    r"py" r"pi\.org|python" r"hosted\.org|registry\.(npm" r"js|yarn" r"pkg)|index" r"-url\s*=",
    re.IGNORECASE,
)
OF_A_MACHINE = re.compile(r"(?<![\w.])/(work|root|Users|home/\w+|opt/\w+|mnt/\w+)/")
INLINE = re.compile(
    r"""<style|\sstyle\s*=|<script(?![^>]*\bsrc=)|\son[a-z]+\s*=\s*["']|javascript:""",
    re.IGNORECASE,
)
FROM_ELSEWHERE = re.compile(
    r"""\b(?:src|srcset|poster|data)\s*=\s*["']?\s*(?:https?:)?//"""
    r"""|<link\b[^>]*\bhref\s*=\s*["']?\s*(?:https?:)?//"""
    r"""|(?:url\(|@import)\s*["']?\s*(?:https?:)?//""",
    re.IGNORECASE,
)
FOREIGN_SCRIPT = re.compile(r"""(?:fetch|import|importScripts|open)\(?\s*["'`](?:https?:)?//""")


def lines(files: list[Path], pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{sources.name(path)}:{number}: {line.strip()[:100]}"
        for path in files
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]


def ours() -> list[Path]:
    return [path for path in sources.project_files() if path != Path(__file__)]


def test_no_module_is_too_long() -> None:
    lengths = {path: len(path.read_text().splitlines()) for path in sources.python_files()}
    too_long = {sources.name(path): n for path, n in lengths.items() if n > LONGEST_MODULE}
    assert too_long == {}
    median = statistics.median(n for path, n in lengths.items() if path.name != "__init__.py")
    assert median < MEDIAN_MODULE


def test_no_file_names_a_package_registry() -> None:
    assert lines(ours(), REGISTRIES) == []
    locks = [path for path in ours() if path.suffix == ".lock" or path.name == "package-lock.json"]
    assert len(locks) >= 4
    resolved = re.compile(r'^\s*"resolved"|^\s*-{1,2}(i|index|find)|@ https?://')
    assert lines(locks, resolved) == []


def test_no_file_holds_a_path_of_one_machine() -> None:
    assert lines(ours(), OF_A_MACHINE) == []


def test_pages_have_no_inline_script_style_or_handler() -> None:
    pages = sources.templates(mail=False)
    assert pages
    found = [
        f"{sources.name(path)}: {match.group(0)!r}"
        for path in pages
        for match in INLINE.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_nothing_is_loaded_from_elsewhere() -> None:
    pages = [*sources.templates(mail=False), *sources.templates(mail=True)]
    styles = sorted((sources.ROOT / "static").rglob("*.css"))
    scripts = sorted((sources.ROOT / "static").rglob("*.js"))
    assert lines([*pages, *styles], FROM_ELSEWHERE) == []
    assert lines(scripts, FOREIGN_SCRIPT) == []


def test_time_zones_never_come_in_through_tzinfo() -> None:
    """``tzinfo=`` with a pytz zone is local mean time; only UTC and None are harmless."""
    wrong = [
        f"{sources.name(path)}:{node.value.lineno}"
        for path in [*sources.python_files(), *sources.python_files(sources.ROOT / "tests")]
        for node in ast.walk(sources.tree(path))
        if isinstance(node, ast.keyword)
        and node.arg == "tzinfo"
        and ast.unparse(node.value) not in ("None", "dt.UTC", "datetime.UTC", "UTC")
    ]
    assert wrong == []


def test_what_is_public_says_what_it_is() -> None:
    silent = [
        f"{sources.name(path)}: {name}"
        for path in sources.python_files()
        for name, node in _public(sources.tree(path))
        if ast.get_docstring(node) is None
    ]
    assert silent == []


def _public(
    module: ast.Module,
) -> Iterator[tuple[str, ast.Module | ast.ClassDef | ast.FunctionDef]]:
    yield "the module", module
    for node in module.body:
        is_ours = isinstance(node, ast.ClassDef | ast.FunctionDef) and node.name[0] != "_"
        if is_ours:
            yield node.name, node


def test_validators_speak_in_sentences_of_ours() -> None:
    """WTForms' own are in English, and lack languages."""
    silent = []
    for path in sources.python_files():
        tree = sources.tree(path)
        names = _attributes(tree) | {
            alias.asname or alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom)
            and node.module in ("wtforms.validators", "flask_wtf.file")
            for alias in node.names
            if alias.name not in ("Optional", "StopValidation", "ValidationError", "FileField")
        }
        silent += [
            f"{sources.name(path)}:{node.lineno}: {ast.unparse(node)}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Call)
            and ast.unparse(node.func).removeprefix("validators.") in names
            and not any(keyword.arg == "message" for keyword in node.keywords)
            and not any(isinstance(argument, ast.Call) for argument in node.args)
        ]
    assert silent == []


def _attributes(tree: ast.Module) -> set[str]:
    """The validators that a module calls as ``validators.Name``."""
    return {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and ast.unparse(node.value) == "validators"
        and node.attr != "Optional"
    }


def test_no_test_is_switched_off() -> None:
    tests = sources.python_files(sources.ROOT / "tests")
    marks = re.compile(r"mark\.(skip|xfail)|unittest\.skip")
    assert lines([path for path in tests if path != Path(__file__)], marks) == []
