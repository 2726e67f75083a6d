import datetime as dt, os
from collections import Counter
from dataclasses import replace
from random import Random
from typing import Any
import pytest, time_machine
from dialogues.database import db, transact
from dialogues.guest_list import service as guests
from dialogues.guest_list.models import Invitation
from dialogues.guest_list.pasted import Guest
from dialogues.invites import ledger
from dialogues.invites.ledger_queries import sessions_to_come
from dialogues.invites.models import Entry
from dialogues.outbox.delivery import drain
from dialogues.outbox.models import OutboxMail, MailState
from dialogues.people.models import Participant
from dialogues.people.rules import Category
from dialogues.people.participants import follow_feed, leave_feed
from dialogues.privacy.service import erase
from dialogues.programme import opening_service, service as programme
from dialogues.programme.models import Admission, Dialogue, DialogueSession, Status
from dialogues.programme.queries import lock_sessions
from dialogues.programme.rules import StateOfRegistration
from dialogues.programme.zone_rules import follow_zone_rules
from dialogues.registration import admission_service as org, service as people, seats
from dialogues.registration.models import Ending, Registration, RegistrationStatus as S
from dialogues.registration.seats import lock
from dialogues.replies.service import receive
from dialogues.support import clock
from dialogues.support.codes import opaque_id
from dialogues.support.refusals import Refusal
from tests.builders import a_dialogue, a_session, session_plan
from tests.registration.registering import an_application
from tests.registration import interleavings as il
from tests.registration import test_interleavings as ti
from tests.replies import messages
OPS = {n: v for n, v in il.OPERATIONS.items()}
il.PEOPLE = 14

def inv(r):
    found = db.session.scalars(db.select(Invitation).order_by(Invitation.id)).all()
    if not found: raise il.NobodyThere
    return r.choice(found)

def invite(r):
    guests.invite(il._session(r), [Guest(1, "Guest", il._address(r), "en")])
def accept(r):
    guests.accept(inv(r), an_application("ignored@example.org", language=r.choice(il.LANGUAGES)))
def pass_on(r):
    guests.pass_on(inv(r), "Stand In", il._address(r), "fr")
def revoke(r): guests.revoke(inv(r))
def resend(r): guests.resend(inv(r))
def revise(r):
    s = lock(il._session(r))
    start = clock.now().replace(tzinfo=None, second=0, microsecond=0) + dt.timedelta(days=r.choice([-3, 3, 20, 30]), hours=r.randrange(5))
    programme.revise_session(s, replace(session_plan(s), local_start=start, fold=0, local_registration_opens=None, local_registration_closes=None), tell=True)
def times(r):
    s = lock(il._session(r))
    n = clock.now().replace(tzinfo=None, second=0, microsecond=0)
    o = r.choice([None, None, n + dt.timedelta(hours=5), n - dt.timedelta(days=1)])
    c = r.choice([None, None, n + dt.timedelta(hours=9), n - dt.timedelta(hours=4)])
    programme.revise_session(s, replace(session_plan(s), local_registration_opens=o, local_registration_closes=c), tell=True)
def who(r):
    s = lock(il._session(r))
    programme.revise_session(s, replace(session_plan(s), admission=r.choice(list(Admission)), capacity=r.choice([None, 2, 3, 5]), categories=r.choice([(), (Category.UN_AGENCY,), (Category.NATIONAL_CONVENOR,)])), tell=True)
def rules(r):
    s = lock(il._session(r)); s.local_start += dt.timedelta(hours=r.choice([-1, 1])); follow_zone_rules(clock.now())
def several(r):
    d = il._session(r).dialogue
    (opening_service.disallow_several if d.allows_several else opening_service.allow_several)(d)
def do_erase(r):
    p = db.session.scalars(db.select(Participant).order_by(Participant.id)).all()
    if not p: raise il.NobodyThere
    erase(r.choice(p))
def feed(r):
    p = db.session.scalars(db.select(Participant).where(Participant.erased_at.is_(None)).order_by(Participant.id)).all()
    if not p: raise il.NobodyThere
    p = r.choice(p); (leave_feed if p.follows_feed else follow_feed)(p)
def reply(r):
    e = db.session.scalars(db.select(Entry).where(Entry.sent_sequence.is_not(None)).order_by(Entry.id)).all()
    if not e: raise il.NobodyThere
    e = r.choice(e)
    if not e.attendee or not e.token: raise il.NobodyThere
    receive(messages.answer(r.choice(["DECLINED", "ACCEPTED", "TENTATIVE"]), to=e.organizer, sender=e.attendee, attendee=e.attendee, organizer=e.organizer, uid=e.uid, sequence=e.sent_sequence, dtstamp=f"{clock.now():%Y%m%dT%H%M%SZ}", message_id=f"<{opaque_id(16)}@example.org>"))
def edit(r):
    g = il._registration(r)
    org.edit(g, org.Details(name="N", country="FR", category=r.choice(list(Category)), listening_language=r.choice(il.LANGUAGES), language="fr", zone="Europe/Paris", organisation=None, needed_language=None))
def check_in(r): org.check_in(il._registration(r), r.random() < .7)
def again(r): org.send_again(il._registration(r))
def listen(r): people.change_listening_language(il._registration(r), r.choice(il.LANGUAGES))
OPS |= {"invite": (6, invite), "accept": (8, accept), "pass_on": (5, pass_on), "revoke": (1, revoke), "resend": (1, resend),
 "revise": (5, revise), "times": (5, times), "who": (6, who), "rules": (3, rules), "several": (3, several), "erase": (1, do_erase),
 "feed": (2, feed), "reply": (8, reply), "edit": (2, edit), "check_in": (2, check_in), "again": (2, again), "listen": (3, listen)}

_old = ti._calendar_problem
def _cal(reg, mail):
    return None if reg.participant.follows_feed or db.session.get_one(Entry, mail.entry_id).sent_method is None else _safe(reg, mail)
def _safe(reg, mail):
    try: return _old(reg, mail)
    except StopIteration: return 'no calendar part'
ti._calendar_problem = _cal
from dialogues.jobs.promoting import promote_waiting
def invariants():
    out = []
    for s in db.session.scalars(db.select(DialogueSession).order_by(DialogueSession.id)).all():
        conf, wait = people.queries.confirmed_and_waiting(s.id)
        nums = db.session.scalars(db.select(Registration.queue_number).where(Registration.session_id == s.id, Registration.status == S.WAITLISTED)).all()
        oth = db.session.scalars(db.select(Registration.queue_number).where(Registration.session_id == s.id, Registration.status != S.WAITLISTED)).all()
        if None in nums or len(set(nums)) != len(nums) or set(oth) - {None}: out.append(f"queue {s.id} {nums} {oth}")
        if wait and seats.state_now(s) is StateOfRegistration.OPEN: out.append(f"waiting while open {s.id} {conf}/{s.capacity} {wait}")
        dup = db.session.execute(db.select(Registration.participant_id).where(Registration.session_id == s.id, Registration.status != S.CANCELLED).group_by(Registration.participant_id).having(db.func.count() > 1)).all()
        if dup: out.append(f"twice in {s.id} {dup}")
    b = ti.people_in_both_sessions()
    if b: out.append(f"both {b}")
    return out

def led():
    bad = []
    for sid in sessions_to_come(clock.now()):
        for read in ledger.READS:
            bad += [f"{sid} {e.address} {e.reason}" for e in read(sid, "").found]
    return bad

from tests.replies.messages import with_answers
@pytest.fixture
def settings(settings):
    return with_answers(settings)

@pytest.mark.databases
@pytest.mark.parametrize("nr", range(int(os.environ.get("XN", "6"))))
def test_x(app: Any, settings: Any, nr: int, monkeypatch) -> None:
    seed = int(os.environ.get("XSEED", "1")) * 1000 + nr
    r = Random(seed)
    with time_machine.travel(dt.datetime(2026, 11, 2, 9, 30, tzinfo=dt.UTC), tick=False) as t:
        for adm, sev in ((Admission.OPEN, False), (Admission.INVITATION, False), (Admission.APPROVAL, r.random() < .5)):
            d = a_dialogue(allows_several=sev)
            for h in (8, 16): a_session(d, hour=h, capacity=r.choice([2, 3, 4]), admission=adm)
        db.session.commit()
        names = list(OPS); found = Counter(); hist = []; problems = Counter()
        for i in range(int(os.environ.get("XSTEPS", "250"))):
            [name] = r.choices(names, [OPS[n][0] for n in names]); sd = r.getrandbits(64)
            promote_waiting(); db.session.rollback()
            try:
                transact(lambda: OPS[name][1](Random(sd))); res = "done"
            except Refusal as e:
                db.session.rollback(); res = f"refused {type(e).__name__}"
            except Exception as e:
                db.session.rollback(); res = f"ERROR {e!r}"
                import traceback; problems[f"ERROR {name} {traceback.format_exc()[-900:]}"] += 1
            hist.append(f"{i} {clock.now():%d-%H:%M} {name} {res}")
            found[f"{name} {res}"] += 1
            bad = invariants()
            if bad and not any(k.startswith("INV") for k in problems): problems[f"INV seed {seed} after {hist[-3:]}: {bad}"] += 1
            db.session.rollback()
            if r.random() < .12:
                drain(); db.session.rollback()
            t.shift(r.choice([0, 1, 30, 400, 4000, 4000 * (r.random() < .1) * 10]))
            if r.random() < .05:
                t.shift(3700); drain(); db.session.rollback(); 
                b = led()
                if b: problems[f"LEDGER seed {seed} step {i}: {b[:3]}"] += 1
                lm = [x for x in ti.last_mails_that_differ()]
                for x in lm[:3]: problems[f"LASTMAIL seed {seed} step {i}: {x}"] += 1
                db.session.rollback()
        print("\n".join(f"{c:5} {w}" for w, c in sorted(found.items()) if nr == 0))
        assert not problems, "\n".join(problems)
