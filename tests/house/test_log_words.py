"""Whatever the code records of a change, the log has words for."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from dialogues.reactions import LOGGED
from tests.house import sources

HISTORY = "dialogues.history.service"
MODULES = {
    sources.module_name(path): sources.tree(path)
    for path in sources.python_files()
    if sources.module_name(path) != HISTORY
}


@dataclass(frozen=True)
class Recorder:
    """A function that records: where its call says the verb, and of which kinds it is."""

    verb: int
    """Its place among the arguments; -1 for one that is given by name alone."""
    name: str
    default: ast.expr | None = None
    kind: int | None = None
    """The place of the kind, where the call says that, too."""
    kinds: frozenset[str] = frozenset()


# By module and name; what they are given a verb for, they record.
RECORDERS = {
    (HISTORY, "record"): Recorder(verb=2, name="verb", kind=0),
    (HISTORY, "record_many"): Recorder(verb=1, name="verb", kind=0),
}


@dataclass(frozen=True)
class Call:
    """A call of a recorder, and the function that it stands in."""

    module: str
    function: ast.FunctionDef
    node: ast.Call
    recorder: Recorder

    @property
    def verb(self) -> ast.expr:
        """What the call says as its verb."""
        named = [word.value for word in self.node.keywords if word.arg == self.recorder.name]
        if named:
            return named[0]
        if 0 <= self.recorder.verb < len(self.node.args):
            return self.node.args[self.recorder.verb]
        assert self.recorder.default, f"{self.module}: no verb in {ast.unparse(self.node)}"
        return self.recorder.default

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of what changes."""
        if self.recorder.kind is None:
            return self.recorder.kinds
        kind = self.node.args[self.recorder.kind]
        assert isinstance(kind, ast.Constant), f"say the kind outright: {ast.unparse(self.node)}"
        return frozenset({str(kind.value)})


def calls() -> Iterator[Call]:
    for module, tree in MODULES.items():
        named = names_of(tree, module)
        for function in ast.walk(tree):
            if isinstance(function, ast.FunctionDef):
                for node in ast.walk(function):
                    if isinstance(node, ast.Call) and (found := recorder_of(node.func, named)):
                        yield Call(module, function, node, found)


def names_of(tree: ast.Module, module: str) -> dict[str, tuple[str, str]]:
    """What the names of a module stand for: another module, and a name there."""
    named = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            named[node.name] = (module, node.name)
        elif isinstance(node, ast.ImportFrom):
            named |= {
                each.asname or each.name: (str(node.module), each.name) for each in node.names
            }
    return named


def recorder_of(called: ast.expr, named: dict[str, tuple[str, str]]) -> Recorder | None:
    if isinstance(called, ast.Name):
        return RECORDERS.get(named.get(called.id, ("", "")))
    if isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name):
        return RECORDERS.get((".".join(named.get(called.value.id, ())), called.attr))
    return None


def find_recorders() -> None:
    """Who records by a verb that they are given is a recorder, too, however many are between."""
    known = 0
    while known != len(RECORDERS):
        known = len(RECORDERS)
        for call in [*calls()]:
            verb, given = call.verb, defaults_of(call.function)
            if isinstance(verb, ast.Name) and verb.id in given:
                positions = [each.arg for each in call.function.args.args]
                RECORDERS[call.module, call.function.name] = Recorder(
                    verb=positions.index(verb.id) if verb.id in positions else -1,
                    name=verb.id,
                    default=given[verb.id],
                    kinds=call.kinds,
                )


def defaults_of(function: ast.FunctionDef) -> dict[str, ast.expr | None]:
    """The arguments of a function, each with its default."""
    given = function.args
    lacking = [None] * (len(given.args) - len(given.defaults))
    by_place = zip(given.args, [*lacking, *given.defaults], strict=True)
    by_name = zip(given.kwonlyargs, given.kw_defaults, strict=True)
    return {each.arg: default for each, default in (*by_place, *by_name)}


def verbs_of(node: ast.expr, call: Call) -> set[str]:
    """The verbs that an expression may be; none for what the function itself is given."""
    match node:
        case ast.Constant():
            return {str(node.value)}
        case ast.IfExp():
            return verbs_of(node.body, call) | verbs_of(node.orelse, call)
        case ast.Name() if node.id in defaults_of(call.function):
            return set()
        case ast.Name():
            given = [value for name, value in assigned(call.function) if name == node.id]
            return {verb for value in given for verb in verbs_of(value, call)}
        case ast.Subscript(value=ast.Name(id=name)):
            tables = [value for to, value in assigned(MODULES[call.module]) if to == name]
            return {
                verb
                for table in tables
                if isinstance(table, ast.Dict)
                for value in table.values
                for verb in verbs_of(value, call)
            }
    return set()


def assigned(inside: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    for node in ast.walk(inside):
        if isinstance(node, ast.Assign):
            yield from ((to.id, node.value) for to in node.targets if isinstance(to, ast.Name))


def recorded() -> set[tuple[str, str]]:
    """All kinds and verbs that the code records."""
    find_recorders()
    found = set()
    for call in calls():
        verbs = verbs_of(call.verb, call)
        is_handed_on = isinstance(call.verb, ast.Name) and call.verb.id in defaults_of(
            call.function
        )
        assert verbs or is_handed_on, f"{call.module}: no verb in {ast.unparse(call.node)}"
        found |= {(kind, verb) for kind in call.kinds for verb in verbs}
    return found


def test_every_recorded_verb_has_words() -> None:
    found = recorded()
    known = {(name, verb) for name, kind in LOGGED.kinds.items() for verb in kind.verbs}
    assert sorted(found - known) == [], "give them words in the feature's logged.py"
    assert sorted(known - found) == [], "words for what nothing records"


def test_the_walk_sees_verbs_in_tables_choices_and_helpers() -> None:
    assert {
        ("registration", "not_approve"),
        ("registration", "undo_check_in"),
        ("registration", "register"),
        ("session", "registration_opened"),
        ("participant", "leave_feed"),
        ("staff", "invite"),
    } <= recorded()
