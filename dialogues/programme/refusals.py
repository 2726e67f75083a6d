"""What the rules of the programme turn down, each with its sentence."""

from dialogues.support.refusals import N_, Refusal


class InvalidPlan(Refusal):
    """A value that no Dialogue or session can have."""

    status = 422


class ShortLinkIsMalformed(InvalidPlan):
    """The slug has other characters, or too few or too many."""

    sentence = N_("A short link has 3 to 40 letters (a to z), digits or hyphens, as in 27julyAM.")


class ShortLinkIsReserved(InvalidPlan):
    """The slug is the first segment of an address, present or to come."""

    sentence = N_("“%(slug)s” is the address of a page of this site. Choose another short link.")


class ShortLinkIsTaken(InvalidPlan):
    """The slug leads, or once led, to another session."""

    sentence = N_("The short link “%(slug)s” belongs to another session. Choose another one.")


class MinutesOutOfRange(InvalidPlan):
    """The session is too short or too long."""

    sentence = N_("A session lasts between %(least)s and %(most)s minutes.")


class CapacityOutOfRange(InvalidPlan):
    """The session has no seat, or too many."""

    sentence = N_("The number of seats is between %(least)s and %(most)s, or empty for no limit.")


class JoinLinkIsNotWeb(InvalidPlan):
    """The join link is not an address that a browser should open."""

    sentence = N_("A join link is a whole web address that starts with https:// or http://.")


class TextIsTooLong(InvalidPlan):
    """The text does not fit."""

    sentence = N_("Write at most %(most)s characters.")


class LineHasHidden(InvalidPlan):
    """The text of one line holds characters that nobody sees."""

    sentence = N_("Remove line breaks and invisible characters from this text.")


class TextHasHidden(InvalidPlan):
    """The text of several lines holds characters that nobody sees."""

    sentence = N_("Remove invisible characters from this text.")


class LanguageIsUnknown(InvalidPlan):
    """The code is none of the six languages."""

    sentence = N_("“%(language)s” is not one of the languages ar, zh, en, fr, ru and es.")


class FloorIsInterpreted(InvalidPlan):
    """The floor language is among the interpretation languages."""

    sentence = N_("The floor language cannot be an interpretation language as well.")


class LanguageIsRepeated(InvalidPlan):
    """An interpretation language is named twice."""

    sentence = N_("Name each interpretation language once.")


class ZoneIsUnknown(InvalidPlan):
    """The zone is not in the database of zones, nor like one that is."""

    sentence = N_("“%(zone)s” is not a time zone. Write one such as Europe/Rome.")


class ZoneIsMisspelt(InvalidPlan):
    """The zone is not in the database of zones, but like some that are."""

    sentence = N_("“%(zone)s” is not a time zone. Did you mean %(suggestions)s?")


class DateIsOutOfRange(InvalidPlan):
    """The date lies where the rules of zones are not known."""

    sentence = N_("Give a date between the years %(first)s and %(last)s.")


class ReminderIsUnknown(InvalidPlan):
    """No such reminder is sent."""

    sentence = N_("Choose reminders from the list.")


class AlarmIsUnknown(InvalidPlan):
    """Calendars are not asked to ring that long before."""

    sentence = N_("Choose from the list when calendars are to ring.")


class CategoryIsUnknown(InvalidPlan):
    """Nobody takes part as that."""

    sentence = N_("“%(category)s” is not one of the categories %(known)s.")


class OpensTooLate(InvalidPlan):
    """Nobody could register before the session is over."""

    sentence = N_("Registration opens before the session is over: give a time before %(end)s.")


class ClosesTooLate(InvalidPlan):
    """Registration would outlast the session."""

    sentence = N_("Registration closes when the session is over at the latest, at %(end)s.")


class ClosesBeforeItOpens(InvalidPlan):
    """Registration would never be open."""

    sentence = N_("Registration closes after it opens: give a later time, or let it open earlier.")


class SeveralAreHeld(InvalidPlan):
    """People come to more than one session of a Dialogue that is to allow one."""

    sentence = N_(
        "People who have a place in more than one session by now: %(people)s. Nobody loses it, so "
        "this can be taken back once each of them has given up all but one."
    )


class TitleIsMissing(InvalidPlan):
    """A Dialogue, or a description, has no title."""

    sentence = N_("Give a title.")


class SessionIsCancelled(Refusal):
    """The session is cancelled."""

    sentence = N_("This session is cancelled. A cancelled session cannot be changed.")


class SessionIsOver(Refusal):
    """The session has ended."""

    sentence = N_("This session is over, and cannot take place after all.")


class TimeIsPast(Refusal):
    """A published session that is not over would be, or would start before now."""

    sentence = N_(
        "This time is past. A published session can only move to a time that is still to come."
    )
    status = 422


class HasChangedSince(Refusal):
    """The session is not what the change that somebody would undo made it."""

    sentence = N_(
        "This session has been changed again since, so that change cannot be undone. "
        "You can move or change the session instead."
    )


class TextsHaveChangedSince(Refusal):
    """The texts are not what the change that somebody would undo made them."""

    sentence = N_(
        "These texts have been changed again since, so that change cannot be undone. "
        "You can change the texts instead."
    )


class DialogueIsCancelled(Refusal):
    """The Dialogue is cancelled."""

    sentence = N_("This Dialogue is cancelled. A cancelled Dialogue cannot be changed.")


class SessionIsPublished(Refusal):
    """The session has been seen by the public."""

    sentence = N_(
        "This session is published and cannot become a draft again. Write published, "
        "or leave the cell empty."
    )
