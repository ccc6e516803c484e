from libs.chassis.migrate import run_migrations
from tests.service.chassis.toy.tables import Base

run_migrations(Base.metadata)
