import uuid

from sqlalchemy.orm import Mapped, mapped_column

from libs.chassis.tables import declarative_base

Base = declarative_base()


class Thing(Base):
    __tablename__ = "thing"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    institution_id: Mapped[uuid.UUID]
    name: Mapped[str]


class Heard(Base):
    """What the consumer wrote: one row an event."""

    __tablename__ = "heard"

    thing_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    institution_id: Mapped[uuid.UUID]
    times: Mapped[int]


class Secret(Base):
    __tablename__ = "secret"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    institution_id: Mapped[uuid.UUID]
    person_id: Mapped[uuid.UUID]
