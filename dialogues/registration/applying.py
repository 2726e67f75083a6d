"""What an application comes to in a session, before anything is stored of it."""

from dialogues.interpretation.rules import is_offered
from dialogues.programme.models import DialogueSession
from dialogues.registration import queries
from dialogues.registration.admission import refusal_to_come
from dialogues.registration.application import Application
from dialogues.registration.models import RegistrationStatus
from dialogues.registration.refusals import LanguageIsNotOffered, RegistrationIsNotOpen
from dialogues.registration.seats import arrival


def applied(
    public_id: str, application: Application, is_invited: bool = False
) -> tuple[DialogueSession, Application, RegistrationStatus]:
    """A session, locked, the application with a channel of it, and what somebody new becomes.

    Raises :class:`RegistrationIsNotOpen`, also for a session that does not exist,
    :class:`LanguageIsNotOffered` and, unless invited, what ``refusal_to_come`` says.
    """
    session = queries.locked_session(public_id)
    if session is None:
        raise RegistrationIsNotOpen
    status = arrival(session, is_approved=is_invited)
    if not is_invited and (refusal := refusal_to_come(session, application.category)):
        raise refusal
    application = application.settled_for(session)
    if not is_offered(application.listening_language, session):
        raise LanguageIsNotOffered
    return session, application, status
