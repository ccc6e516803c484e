"""Two replicas, or one and its ghost, with the same mail in hand."""

import uuid
from functools import partial

import pytest

from libs.chassis.principal import Principal
from libs.chassis.timers import due_timers
from services.notifications.mail import sender
from services.notifications.use_cases import journal

JANSEN = "p.jansen@ziekenhuis.example"


class Crash(BaseException):
    """What kill -9 looks like from inside."""


def the_service(world):
    return Principal(kind="service", issuer="notifications", institution_id=world.institution_id)


def opened(world, mail_id):
    return world.database.run(the_service(world), partial(journal.open_mail, mail_id=mail_id))


def begun(world, mail_id):
    act = partial(journal.begin_sending, mail_id=mail_id, along=(), messages=())
    return world.database.run(the_service(world), act)


def test_of_two_that_wrote_the_same_mail_one_sends_it(world, sanne):
    world.ask(sanne, JANSEN)
    (timer,) = due_timers(world.database, "send_mail")
    mail_id = uuid.UUID(timer.key)
    assert opened(world, mail_id) and opened(world, mail_id)
    assert [begun(world, mail_id), begun(world, mail_id)] == [True, False]


def test_a_request_that_ends_while_its_mail_is_written_is_not_mailed(world, sanne):
    request_id = world.ask(sanne, JANSEN)
    (timer,) = due_timers(world.database, "send_mail")
    mail_id = uuid.UUID(timer.key)
    assert opened(world, mail_id)
    world.request_event(request_id, "withdrawn", version=2)
    assert not begun(world, mail_id)


def test_a_mail_on_its_way_is_left_alone_by_whoever_saw_its_timer(world, sanne, monkeypatch):
    request_id = world.ask(sanne, JANSEN)
    (timer,) = due_timers(world.database, "send_mail")

    def crash(*_args, **_more):
        raise Crash()

    with monkeypatch.context() as broken, pytest.raises(Crash):
        broken.setattr(sender.Transport, "deliver", crash)
        world.service.send_mail(timer)
    world.service.send_mail(timer)
    assert world.post.received == []
    assert world.states(request_id)[str(request_id)]["state"] == "sending"
