"""Who walks the API: people of an institution, of its sister institute and of an unrelated one, a
link of another record, nobody."""

from __future__ import annotations

import datetime as dt
import functools
import re
import time
import uuid
from collections.abc import Callable
from typing import Any

import requests
import sqlalchemy as sa

from deploy.local.demo import founding
from deploy.local.demo.people import (
    INSTITUTIONS,
    PASSWORD,
    Institution,
    Person,
    learners_of,
    staff_of,
)
from libs.chassis.database import Database
from libs.chassis.passport import read_private_key
from libs.chassis.principal import Principal
from libs.chassis.rpc import RpcClient
from libs.contracts import accounts
from libs.contracts.base import ISSUERS
from tests.e2e.api.callers import Caller, signed_in
from tests.e2e.attaching import PDF
from tests.e2e.mails import Mails
from tests.e2e.nights import let_a_night_pass

_TOLD = sa.text("SELECT name FROM outbox WHERE correlation_id = :correlation")
# The sister institute is of the same network; theirs is unrelated.
OURS, SISTER, THEIRS = INSTITUTIONS[0], INSTITUTIONS[1], INSTITUTIONS[-1]
assert OURS.network == SISTER.network != THEIRS.network
OFFICE = ("head", "secretary", "local_admin")
TODAY = dt.date.today().isoformat()
SEEN = {"encounter_date": TODAY}


def _people(institution: Institution) -> dict[str, Person]:
    """Two learners and one of each office; both learners have the same trainer and teacher."""
    staff = staff_of(institution, 2)
    learner, peer = (one.person for one in learners_of(institution, 2, staff, founding.today()))
    found = {"learner": learner, "peer": peer, **{role: staff[role][0] for role in OFFICE}}
    found |= {role: staff[role][0] for role in ("trainer", "teacher")}
    if institution.network:
        found["national_admin"] = _national(institution)
    return found


def _national(institution: Institution) -> Person:
    return Person(
        institution, "Wil", "Landman", f"{institution.key}.landelijk", ("national_admin",)
    )


def _put(part: dict[str, Any], content: bytes) -> dict[str, Any]:
    """Send the only part of a file -> what finishing it takes."""
    answer = requests.put(part["url"], data=content, timeout=30)
    assert answer.status_code == 200, answer.text
    return {"number": part["number"], "etag": answer.headers["ETag"]}


class Cast:
    """`cast["learner"]` is of the one institution, `cast["their learner"]` of the unrelated
    one, `cast["sister learner"]` of another of the same network;
    `cast["peer"]` another learner of the first, `cast["link"]` an external assessor of another
    record, `cast["nobody"]` has not signed in."""

    def __init__(self, platform: Any, mails: Mails) -> None:
        self.origin = platform.public_origin()
        self.mails = mails
        self._platform = platform
        self._environment = platform.environment
        self.people: dict[str, Person] = {}
        self._callers: dict[str, Caller] = {"nobody": Caller(self.origin)}
        url = platform.environment("accounts")["DATABASE_URL"]
        self.accounts = Database.standalone(url, service="accounts")
        for prefix, institution in (("", OURS), ("sister ", SISTER), ("their ", THEIRS)):
            self._settle(prefix, institution)

    def _settle(self, prefix: str, institution: Institution) -> None:
        people = _people(institution)
        national = [one for role, one in people.items() if role == "national_admin"]
        founding.settle(self.accounts, institution, {"office": national}, [])
        for name, person in people.items():
            founding.give_password(self.accounts, person)
            self.people[prefix + name] = person

    def close(self) -> None:
        self.accounts.close()

    def told_by(self, answer: requests.Response) -> list[str]:
        """The events that a call caused in any service, by the number the call carries."""
        found: list[str] = []
        for service in sorted(ISSUERS - {"gateway"}):
            url = self._environment(service)["DATABASE_URL"]
            database = Database.standalone(url, service=service)
            with database.engine.connect() as connection:
                caused = {"correlation": answer.headers["X-Correlation-Id"]}
                found += connection.execute(_TOLD, caused).scalars()
            database.close()
        return found

    def __getitem__(self, name: str) -> Caller:
        if name not in self._callers:
            link = name == "link"
            self._callers[name] = self.by_link(self.peer_request) if link else self.fresh(name)
        return self._callers[name]

    def fresh(self, name: str) -> Caller:
        """The same person in a new session."""
        return signed_in(self.origin, self.people[name].user_name, PASSWORD)

    def let_in(self, name: str, caller: Caller) -> None:
        """Somebody whom only one request admits: the last one counts."""
        self._callers[name] = caller

    def id_of(self, name: str) -> str:
        return str(self.people[name].id)

    @functools.cached_property
    def portfolio(self) -> str:
        return self._portfolio_of("learner")

    def _portfolio_of(self, name: str) -> str:
        reply = self[name].done("GET", f"/learners/{self.id_of(name)}/portfolio")
        return str(reply["portfolio_id"])

    @functools.cached_property
    def peer_request(self) -> dict[str, Any]:
        return self.asked("peer", email="m.jansen@ziekenhuis-maas.example")

    # What a row needs to exist, made over the API by who may.

    def asked(
        self, learner: str = "learner", form: str = "micro-cex", **who: str
    ) -> dict[str, Any]:
        """A request of a learner to somebody by e-mail address or person id: the reply."""
        assessor = who or {"email": f"{uuid.uuid4().hex[:8]}@clinic.example"}
        portfolio = self.portfolio if learner == "learner" else self._portfolio_of(learner)
        return self[learner].done(
            "POST",
            f"/portfolios/{portfolio}/requests",
            {"form_key": form, "assessor": assessor, "context": SEEN, "again": True}
            | ({"answers": {"situation": "Consult", "epa": self._epa}} if form == "kpb" else {}),
        )

    _epa = "epa/acute"

    def started(self, form: str, by: str = "learner") -> str:
        """A record that was started: its id."""
        fields = {"form_key": form, "context": SEEN}
        reply = self[by].done("POST", f"/portfolios/{self.portfolio}/records", fields)
        return str(reply["record_id"])

    def sent(self, form: str, stage: str, answers: dict[str, Any]) -> str:
        """A record of which the learner sent the first stage: its id."""
        record = self.started(form)
        self["learner"].done("POST", f"/records/{record}/stages/{stage}/send", {"answers": answers})
        return record

    def open_round(self) -> str:
        """A round of patients that the learner opened: the id of its record."""
        period = {"period_from": TODAY, "period_to": TODAY}
        fields = {"form_key": "patient-feedback", "context": SEEN | period}
        path = f"/portfolios/{self.portfolio}/records"
        record = str(self["learner"].done("POST", path, fields)["record_id"])
        path = f"/records/{record}/stages/open/send"
        self["learner"].done("POST", path, {"answers": {"how": ["code"]}})
        return record

    def full_round(self) -> str:
        """The same with as many answers of the day before, by its link, as it takes to close it."""
        record = self.open_round()
        stage = f"/records/{record}/stages/collect"
        token = self["learner"].done("POST", f"{stage}/link")["token"]
        for _ in range(20):
            Caller(self.origin, f"Link {token}").done("POST", f"{stage}/send", {"answers": VISIT})
        let_a_night_pass(self._platform, record)
        return record

    def file_in_form(self) -> dict[str, Any]:
        """A file of a form whose bytes are there but that is not finished; `path` says which,
        `sent` are its parts."""
        record = self.started(FORM_WITH_FILE)
        begun = self["learner"].done("POST", f"/records/{record}/stages/first/files", FILE)
        path = {"record_id": record, "file_id": begun["file_id"]}
        return {"path": path, "sent": [_put(begun["parts"][0], PDF)]}

    def sent_file(self) -> dict[str, str]:
        """A file of a form that passed all checks and was sent: which."""
        begun = self.file_in_form()
        path: dict[str, str] = begun["path"]
        record, finish = path["record_id"], "/records/{record_id}/files/{file_id}/finish"
        limit, state = time.monotonic() + 30, "checking"
        fields = {"parts": begun["sent"]}
        while state == "checking" and time.monotonic() < limit:
            time.sleep(0.1)
            state = self["learner"].done("POST", finish.format(**path), fields)["file"]["state"]
        assert state == "ready", state
        answers = {"kind": "case", "title": "Hoesten", "version_1": [path["file_id"]]}
        self["learner"].done("POST", f"/records/{record}/stages/first/send", {"answers": answers})
        return path

    def assessed(self) -> dict[str, Any]:
        """A request to the trainer that was answered."""
        reply = self.asked(person_id=self.id_of("trainer"))
        path = f"/records/{reply['record_id']}/stages/assess/send"
        self["trainer"].done("POST", path, {"answers": FEEDBACK})
        return reply

    def mailed(self, name: str, pattern: str, cause: Callable[[], Any]) -> str:
        """What the pattern finds in the mail that `cause` makes go out to somebody."""
        return self.mailed_to(self.people[name].email, pattern, cause)

    def mailed_to(self, address: str, pattern: str, cause: Callable[[], Any]) -> str:
        """The same by address."""
        before = len(self.mails.all_to(address))
        cause()
        limit = time.monotonic() + 30
        while time.monotonic() < limit:
            for mail in self.mails.all_to(address)[: -before or None]:
                if found := re.search(pattern, str(mail["text"])):
                    return found.group(1)
            time.sleep(0.1)
        raise AssertionError(f"no mail to {address} with {pattern}")

    def file(self) -> str:
        """A file of the learner that passed all checks: its id."""
        upload = self.upload()
        path = f"/uploads/{upload['upload_id']}/finish"
        found = self["learner"].done("POST", path, {"parts": upload["sent"]})["file"]
        limit = time.monotonic() + 30
        while found["state"] == "checking" and time.monotonic() < limit:
            time.sleep(0.2)
            found = self["learner"].done("GET", f"/files/{found['file_id']}")["file"]
        assert found["state"] == "ready", found
        return str(found["file_id"])

    def upload(self) -> dict[str, Any]:
        """An upload whose bytes are there but that is not finished; `sent` are its parts."""
        content = b"A letter about nobody in particular.\n" * 9
        fields = {"name": f"{uuid.uuid4().hex[:8]}.txt", "size": len(content)}
        fields["media_type"] = "text/plain"
        upload = self["learner"].done("POST", f"/portfolios/{self.portfolio}/uploads", fields)
        return {**upload, "sent": [_put(upload["parts"][0], content)]}

    def newcomer(self, *roles: str) -> str:
        """Somebody the administrator just made an account for: the id."""
        return str(
            self["local_admin"].done("POST", "/people", a_person(*roles))["person"]["person_id"]
        )

    def relation(self) -> str:
        """A relation between the learner and a new teacher: its id."""
        fields = {"kind": "teaches", "person_id": self.newcomer("teacher")}
        fields |= {"learner_id": self.id_of("learner"), "starts_on": TODAY}
        return str(self["local_admin"].done("POST", "/relations", fields)["relation_id"])

    def by_link(self, request: dict[str, Any]) -> Caller:
        """The external assessor of a request, with a token as mails carry one."""
        environment = self._environment("notifications")
        key = read_private_key(environment["PASSPORT_PRIVATE_KEY_FILE"])
        client = RpcClient(environment["AMQP_URL"], "notifications", key)
        who = Principal(
            kind="service",
            issuer="notifications",
            institution_id=OURS.id,
            network_id=OURS.network_id,
        )
        try:
            reply = client.call(accounts.FRESH_LINK, who, **self._link_fields(request))
        finally:
            client.close()
        return Caller(self.origin, f"Link {reply['token']}")

    def _link_fields(self, request: dict[str, Any]) -> dict[str, Any]:
        for learner in ("learner", "peer"):
            path = f"/portfolios/{self._portfolio_of(learner)}/requests"
            for one in self[learner].done("GET", path)["requests"]:
                if one["request_id"] == request["request_id"]:
                    return {
                        "request_id": one["request_id"],
                        "record_id": one["record_id"],
                        "participant_id": one["participant_id"],
                        "email": "m.jansen@ziekenhuis-maas.example",
                        "not_after": dt.datetime.now(dt.UTC) + dt.timedelta(days=3),
                    }
        raise AssertionError("the request is not in its learner's list")


FEEDBACK = {
    "epa": "epa/acute",
    "trust": 3,
    "strong": "Rustig en duidelijk.",
    "next_step": "Vat vaker samen.",
}
ROWS = ("ease", "listen", "serious", "explain", "decide", "examine", "after")
VISIT = {"visit": {row: {"v": 5} for row in ROWS}, "whole": 6}
FORM_WITH_FILE = "written-product"
FILE = {
    "item": "version_1",
    "name": "a.pdf",
    "size": len(PDF),
    "media_type": "application/pdf",
}
SHIFT = {"shift": "evening", "hours": 6, "supervision": 3}
REFLECTION = {
    "title": "Een lastig gesprek",
    "situation": "Een ouder was boos.",
    "reflection": "Ik bleef rustig.",
    "transfer": "Eerder benoemen.",
}
GOAL = {"what": "Samenvatten", "how": "Elk consult een keer.", "due": "2027-06-01"}


def a_person(*roles: str) -> dict[str, Any]:
    mark = uuid.uuid4().hex[:10]
    return {
        "given_name": "Kim",
        "family_name": "Zomer",
        "user_name": f"BIG-{mark}",
        "email": f"{mark}@clinic.example",
        "roles": list(roles) or ["learner"],
    }
