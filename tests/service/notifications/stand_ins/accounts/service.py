"""A stand-in for accounts."""

from libs.chassis.rpc import rpc
from libs.contracts import accounts


class AccountsService:
    name = "accounts"

    @rpc(accounts.ADDRESS_OF)
    def address_of(self, call, request):
        return {
            "email": "sanne@praktijk.example",
            "name": "Sanne de Vries",
            "given_name": "Sanne",
            "language": "nl",
            "timezone": "Europe/Amsterdam",
            "institution_name": "Huisartsopleiding Noord",
        }

    @rpc(accounts.FRESH_LINK)
    def fresh_link(self, call, request):
        return {"token": "t" * 43}
