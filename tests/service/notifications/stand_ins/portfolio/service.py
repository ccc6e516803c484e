"""A stand-in for portfolio."""

import uuid

from libs.chassis.rpc import rpc
from libs.contracts import portfolio


class PortfolioService:
    name = "portfolio"

    @rpc(portfolio.REQUEST_FOR_MAIL)
    def request_for_mail(self, call, request):
        return {
            "request": {
                "request_id": request["request_id"],
                "record_id": uuid.uuid4(),
                "participant_id": uuid.uuid4(),
                "state": "open",
                "asked_at": "2026-11-22T09:00:00Z",
                "expires_at": "2026-12-20T09:00:00Z",
            },
            "email": "p.jansen@ziekenhuis.example",
            "person_id": None,
            "assessor_name": "Dr P. Jansen",
            "message": "",
            "language": "nl",
            "learner_id": uuid.uuid4(),
            "title": {"en": "consultation", "nl": "consult"},
            "minutes": 1,
            "stage": "assess",
            "place": "Praktijk De Linde",
            "encounter_date": "2026-11-20",
            "auth": "link",
        }
