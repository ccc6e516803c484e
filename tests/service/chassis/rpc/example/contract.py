"""The contract of the example service."""

import marshmallow as ma

from libs.contracts.base import ISSUERS, Fault, Method, RequestSchema


class Note(RequestSchema):
    note_id = ma.fields.UUID(required=True)
    on = ma.fields.Date()
    length = ma.fields.Integer(validate=ma.validate.Range(min=1))


class Pause(RequestSchema):
    seconds = ma.fields.Float(required=True)


class Mark(RequestSchema):
    path = ma.fields.String(required=True)
    seconds = ma.fields.Float(load_default=0.0)


class Way(RequestSchema):
    way = ma.fields.String(required=True)


class NoteIsLocked(Fault):
    code = "example.note_is_locked"
    status = 409
    message = "The note is locked."


def method(name: str, request: type[RequestSchema], **options: object) -> Method:
    return Method("example", name, request, **options)  # type: ignore[arg-type]


ECHO = method("echo", Note)
FROM_ANYWHERE = {
    "issuers": frozenset({"gateway", "neighbour"}),
    "kinds": frozenset({"person", "link", "anonymous", "service"}),
}
WHOAMI = method("whoami", RequestSchema, kinds=frozenset({"person", "link", "anonymous"}))
TRACE = method("trace", RequestSchema, **FROM_ANYWHERE)
SLEEP = method("sleep", Pause, **FROM_ANYWHERE)
MARK = method("mark", Mark)
FAIL = method("fail", Way)
HASH = method("hash", RequestSchema)
COUNT = method("count", Pause, deadline_s=20)
FOR_SERVICES = method("for_services", RequestSchema, issuers=ISSUERS, kinds=frozenset({"service"}))
FOR_NEIGHBOUR = method(
    "for_neighbour", RequestSchema, issuers=frozenset({"neighbour"}), kinds=frozenset({"service"})
)
NOT_THERE = method("not_there", RequestSchema)
NOBODY = Method("nobody", "ask", RequestSchema, **FROM_ANYWHERE)
