import datetime as dt
import os
import uuid

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from libs.contracts.faults import Conflict
from tests.service.chassis.toy.contract import NobodyHearsV1, ThingMadeV1
from tests.service.chassis.toy.tables import Heard, Thing


def make_thing(tx, *, name, fail=""):
    thing = Thing(id=tx.new_id(), institution_id=tx.principal.institution_id, name=name)
    tx.session.add(thing)
    tx.emit(
        ThingMadeV1(institution_id=thing.institution_id, thing_id=thing.id, poison=name == "poison")
    )
    tx.emit(NobodyHearsV1(institution_id=thing.institution_id, number=1))
    tx.audit("thing.make", object_kind="thing", object_id=thing.id)
    if name == "later":
        tx.schedule("rename", thing.id, tx.now + dt.timedelta(seconds=1), {"to": "renamed"})
    if fail:
        raise Conflict("refused on purpose")
    return {"thing_id": thing.id, "made_at": tx.now}


def things(tx):
    names = tx.session.scalars(sa.select(Thing.name).order_by(Thing.id)).all()
    heard = tx.session.scalar(sa.select(sa.func.coalesce(sa.func.sum(Heard.times), 0)))
    return {"names": list(names), "heard": heard}


def hear(tx, event):
    if event.poison and not os.path.exists(os.environ.get("TOY_ANTIDOTE", "/nowhere")):
        raise RuntimeError("poison")
    statement = insert(Heard).values(
        thing_id=event.thing_id, institution_id=event.institution_id, times=1
    )
    tx.session.execute(
        statement.on_conflict_do_update(
            index_elements=["thing_id"], set_={"times": Heard.times + 1}
        )
    )


def rename(tx, timer):
    tx.session.execute(
        sa.update(Thing).where(Thing.id == uuid.UUID(timer.key)).values(name=timer.payload["to"])
    )
