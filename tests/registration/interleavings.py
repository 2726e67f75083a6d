"""What people and organisers do about seats, drawn at random, from several processes at once."""

from collections import Counter
from collections.abc import Callable
from random import Random
from typing import Any

from dialogues.config import Settings
from dialogues.database import db, transact
from dialogues.programme import opening_service
from dialogues.programme import service as programme
from dialogues.programme.models import Admission, DialogueSession, Status
from dialogues.programme.queries import lock_sessions
from dialogues.registration import admission_service as organisers
from dialogues.registration import service as people
from dialogues.registration.models import Ending, Registration, RegistrationStatus
from dialogues.registration.seats import lock, promote
from dialogues.support.refusals import Refusal
from tests.builders import a_dialogue, a_session
from tests.processes import beginning
from tests.registration.registering import an_application

PEOPLE, PROCESSES = 60, 4
LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")


def three_dialogues() -> None:
    """Two open sessions, two with approval, and two to both of which one may come; all small."""
    for admission, several, capacities in (
        (Admission.OPEN, False, (9, 6)),
        (Admission.APPROVAL, False, (7, 5)),
        (Admission.OPEN, True, (5, 8)),
    ):
        dialogue = a_dialogue(allows_several=several)
        for capacity, hour in zip(capacities, (8, 16), strict=True):
            a_session(dialogue, hour=hour, capacity=capacity, admission=admission)


def interleave(settings: Settings, seed: int, operations: int) -> Counter[str]:
    """Carry out ``operations`` at random from four processes; say what came of how many.

    The keys are the operation and ``done`` or ``refused``, or what went wrong.
    """
    context = beginning()
    gate, answers = context.Barrier(PROCESSES), context.Queue()
    processes = [
        context.Process(
            target=_work, args=(settings, seed * 100 + one, operations // PROCESSES, gate, answers)
        )
        for one in range(PROCESSES)
    ]
    for process in processes:
        process.start()
    found: Counter[str] = Counter()
    for _ in processes:
        found.update(answers.get(timeout=900))
    for process in processes:
        process.join(timeout=30)
    return found


def _work(settings: Settings, seed: int, operations: int, gate: Any, answers: Any) -> None:
    from dialogues.app import create_app

    app, random, found = create_app(settings), Random(seed), Counter[str]()
    names = list(OPERATIONS)
    gate.wait()
    for _ in range(operations):
        [name] = random.choices(names, [OPERATIONS[name][0] for name in names])
        found[_carry_out(app, name, random.getrandbits(64))] += 1
    answers.put(found)


def _carry_out(app: Any, name: str, seed: int) -> str:
    with app.app_context():
        try:
            # What is tried again after a conflict draws the same.
            transact(lambda: OPERATIONS[name][1](Random(seed)))
        except Refusal:
            return f"{name} refused"
        except Exception as error:
            return f"{name} {error!r}"
        return f"{name} done"


def _register(random: Random) -> None:
    language = random.choice(LANGUAGES)
    application = an_application(_address(random), language=language)
    people.register(_session(random).public_id, application)


def _cancel(random: Random) -> None:
    people.cancel(_registration(random), random.choice((Ending.PERSON, Ending.REPLY)))


def _swap(random: Random) -> None:
    registration = _registration(random)
    people.swap(registration, _twin(registration))


def _take_back(random: Random) -> None:
    people.take_back(_registration(random, RegistrationStatus.CANCELLED))


def _approve(random: Random) -> None:
    wanted = {_registration(random, RegistrationStatus.PENDING) for _ in range(3)}
    organisers.approve(sorted(wanted, key=lambda each: each.session_id))


def _decline(random: Random) -> None:
    organisers.decline([_registration(random, RegistrationStatus.PENDING)], "Not this time.")


def _withdraw_approval(random: Random) -> None:
    organisers.withdraw_approval(_registration(random, RegistrationStatus.CONFIRMED), None)


def _remove(random: Random) -> None:
    organisers.remove(_registration(random), "You asked by telephone.")


def _add(random: Random) -> None:
    session, application = _session(random), an_application(_address(random))
    organisers.add(session.public_id, application, raises_capacity=random.random() < 0.3)


def _move(random: Random) -> None:
    registration = _registration(random)
    organisers.move_to(registration, _twin(registration), raises_capacity=random.random() < 0.3)


def _change_capacity(random: Random) -> None:
    session = lock(_session(random))
    opening_service.set_capacity(session, random.choice((*range(3, 12), None)))


def _close_or_open(random: Random) -> None:
    session = _session(random)
    if random.random() < 0.4:
        opening_service.close_registration(session)
    else:
        opening_service.open_registration(session)


def _cancel_or_reinstate(random: Random) -> None:
    session = _session(random)
    lock_sessions(session.dialogue_id)
    if session.status is Status.PUBLISHED and random.random() < 0.3:
        programme.cancel_session(session)
    else:
        programme.reinstate_session(session)


def _promote(random: Random) -> None:
    promote(lock(_session(random)))


OPERATIONS: dict[str, tuple[int, Callable[[Random], None]]] = {
    "register": (30, _register),
    "cancel": (14, _cancel),
    "swap": (10, _swap),
    "take back": (6, _take_back),
    "approve": (10, _approve),
    "decline": (2, _decline),
    "withdraw approval": (3, _withdraw_approval),
    "remove": (3, _remove),
    "add": (4, _add),
    "move": (4, _move),
    "change capacity": (6, _change_capacity),
    "close or open": (4, _close_or_open),
    "cancel or reinstate": (3, _cancel_or_reinstate),
    "promote": (3, _promote),
}
"""By name, how often each is drawn, and what it does."""


def _address(random: Random) -> str:
    return f"person{random.randrange(PEOPLE)}@example.org"


def _session(random: Random) -> DialogueSession:
    return random.choice(db.session.scalars(db.select(DialogueSession)).all())


def _twin(registration: Registration) -> DialogueSession:
    of_dialogue = registration.session.dialogue.sessions
    return next(one for one in of_dialogue if one.id != registration.session_id)


class NobodyThere(Refusal):
    """There is no such registration to do something with."""


def _registration(random: Random, status: RegistrationStatus | None = None) -> Registration:
    """One of a status; without one, mostly of those that were not cancelled."""
    wanted = db.select(Registration).order_by(Registration.id)
    if status:
        wanted = wanted.where(Registration.status == status)
    elif random.random() < 0.9:
        wanted = wanted.where(Registration.status != RegistrationStatus.CANCELLED)
    found = db.session.scalars(wanted).all()
    if not found:
        raise NobodyThere
    return random.choice(found)
