"""Features import only features before them; rooms only the rooms that their duty allows."""

import ast
from functools import cache
from pathlib import Path

from tests.house import sources

FEATURES = (
    "support",
    "database",
    "languages",
    "web",
    "history",
    "outbox",
    "people",
    "programme",
    "interpretation",
    "registration",
    "guest_list",
    "messages",
    "invites",
    "replies",
    "action_items",
    "summaries",
    "finding",
    "privacy",
    "publishing",
    "jobs",
)
# What is above all may be imported late by what has to build the application after it has forked.
LATE = {"dialogues.jobs.web imports dialogues.app"}
ABOVE_ALL = {"app", "reactions", "cli", "demonstration", "migrating"}
BESIDE = {"config"}

# DESIGN 4. A room may import itself in features before its own; support goes without saying.
ROOMS: dict[str, set[str]] = {
    "rules": {"rules"},
    "models": {"models", "rules", "database"},
    "queries": {"queries", "models", "rules", "database"},
    "service": {"service", "queries", "models", "rules", "database", "config"},
    "mail": {"mail", "queries", "models", "rules", "languages", "database", "config"},
    "forms": {"forms", "models", "rules", "languages", "web"},
    "cli": {"service", "queries", "models", "rules", "languages", "database", "config"},
    "pages": {"forms", "service", "queries", "models", "rules", "languages", "web", "config"},
}
PAGES = ("pages", "office", "api")
ROOMS |= dict.fromkeys(PAGES, ROOMS["pages"])
ROOMS_THAT_NEED_NO_FRAMEWORK = {
    "rules": ("flask", "sqlalchemy", "flask_babel", "wtforms"),
    "models": ("flask", "flask_babel", "wtforms"),
    "queries": ("flask", "flask_babel", "wtforms"),
    "service": ("flask", "flask_babel", "wtforms"),
    "forms": ("flask", "sqlalchemy"),
}

MODULES = {sources.module_name(path): path for path in sources.python_files()}


def feature_of(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else ""


def room_of(module: str) -> str | None:
    """The room that a module is; ``None`` for a further one, named after its duty."""
    feature, room = [*module.split("."), "", ""][1:3]
    if feature in ("support", "database", "config", "languages", "web") and room != "rules":
        return feature
    first, last = room.partition("_")[0], room.rpartition("_")[2]
    # `office_import` is an office, `ledger_queries` are queries; `zone_rules` are governments'.
    word = last if last in ROOMS.keys() - {"rules"} else first
    return word if word in ROOMS else None


@cache
def imports(module: str) -> frozenset[str]:
    """What a module imports, by full name, but for what only type checkers need."""
    found: set[str] = set()
    for node in _statements(sources.tree(MODULES[module]).body):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: relative imports hide the direction"
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                found.add(full if full in MODULES else str(node.module))
    return frozenset(found)


def _statements(body: list[ast.stmt]) -> list[ast.AST]:
    kept = [node for node in body if not _is_for_type_checkers(node)]
    return [inner for node in kept for inner in ast.walk(node)]


def _is_for_type_checkers(node: ast.stmt) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")


def rooms_reached(module: str, seen: frozenset[str] = frozenset()) -> dict[str, str]:
    """The rooms that a module imports, and by which import; seen through modules without a room."""
    reached: dict[str, str] = {}
    for target in imports(module):
        if target not in MODULES or target in seen:
            continue
        room = room_of(target)
        if feature_of(target) in {"history", "outbox"} - {feature_of(module)}:
            room = feature_of(target)
        if room is not None:
            reached[room] = f"{module} imports {target}"
        elif target != "dialogues" and feature_of(target) not in ABOVE_ALL:
            reached |= rooms_reached(target, seen | {module})
    return reached


def test_features_import_only_features_before_them() -> None:
    wrong = [
        f"{module} imports {target}"
        for module in MODULES
        for target in imports(module) & MODULES.keys()
        if feature_of(target) not in features_before(feature_of(module))
    ]
    assert sorted({*wrong} - LATE) == []


def features_before(feature: str) -> set[str]:
    if feature in ABOVE_ALL | {""}:
        return {*FEATURES, *ABOVE_ALL, *BESIDE, ""}
    if feature in BESIDE:
        return {"support", feature, ""}
    return {*FEATURES[: FEATURES.index(feature) + 1], *BESIDE, ""}


def test_rooms_import_only_what_their_duty_allows() -> None:
    wrong = []
    for module in MODULES:
        room = room_of(module)
        if room not in ROOMS:
            continue
        allowed = ROOMS[room] | {"support", "history", "outbox", room}
        for to, text in rooms_reached(module).items():
            is_direct = text.startswith(f"{module} ")
            may_pass_through = room in PAGES and not is_direct and to == "database"
            if to not in allowed and not may_pass_through:
                wrong.append(f"{text} ({module})")
    assert sorted(wrong) == []


def test_rooms_below_the_pages_know_no_framework() -> None:
    wrong = []
    for module in MODULES:
        room = "rules" if feature_of(module) == "support" else room_of(module)
        frameworks = ROOMS_THAT_NEED_NO_FRAMEWORK.get(room or "", ())
        if feature_of(module) == "history":  # it asks Flask who acts
            continue
        used = {name for name in imports(module) if name.split(".")[0] in frameworks}
        wrong += [f"{module} imports {name}" for name in used]
    assert sorted(wrong) == []


def test_only_the_house_s_zone_database_is_used() -> None:
    """pytz everywhere: two databases in one process would disagree about a zone (DESIGN 5)."""
    for module in MODULES:
        assert not {"zoneinfo", "dateutil.tz", "tzlocal"} & imports(module), module


def test_the_walk_sees_the_house() -> None:
    assert {"rules", "models", "service", "pages"} <= {room_of(module) for module in MODULES}
    named = ("programme.office_import", "invites.ledger_queries", "programme.zone_rules")
    assert [room_of(f"dialogues.{name}") for name in named] == ["office", "queries", None]
    assert Path(sources.PACKAGE, "app.py") in MODULES.values()
