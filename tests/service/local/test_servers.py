"""The private servers: they start, are found again, survive a kill, and leave nothing behind."""

import io
import smtplib
import socket
import struct
import sys
import time
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import amqp
import psycopg2
import pytest
import requests

from deploy.local.databases import Databases
from deploy.local.mail.wording import LANGUAGES
from deploy.local.servers import (
    MailServer,
    ObjectStore,
    PostgresServer,
    RabbitServer,
    Server,
    ServerError,
    VirusScanner,
)
from deploy.local.servers.virus_scanner import EICAR_HEX


def channel(url: str) -> amqp.Connection:
    login, place = url.removeprefix("amqp://").removesuffix("//").split("@")
    user, password = login.split(":")
    connection = amqp.Connection(host=place, userid=user, password=password)
    connection.connect()
    return connection


def test_a_killed_broker_comes_back_with_its_messages_on_the_same_port(tmp_path: Path):
    broker = RabbitServer(tmp_path)
    broker.start()
    port = broker.port
    with channel(broker.url) as connection:
        sender = connection.channel()
        sender.confirm_select()
        sender.queue_declare("kept", durable=True, auto_delete=False)
        # The broker writes declarations to disk every two seconds, unlike confirmed messages.
        time.sleep(2.5)
        sender.basic_publish_confirm(amqp.Message("hello", delivery_mode=2), routing_key="kept")
    broker.kill()
    assert broker.pid is None
    broker.start()
    with channel(broker.url) as connection:
        assert connection.channel().basic_get("kept").body == "hello"
    broker.stop()
    assert broker.port == port


def test_a_broker_user_can_do_only_what_it_was_given(tmp_path: Path):
    broker = RabbitServer(tmp_path, {"forms": (r"^forms\.", r"^forms\.", r"^forms\.")})
    broker.start()
    try:
        with channel(broker.url_of("forms")) as connection:
            connection.channel().queue_declare("forms.own")
            with pytest.raises(amqp.AccessRefused):
                connection.channel().queue_declare("accounts.own")
    finally:
        broker.stop()


def test_two_brokers_do_not_disturb_each_other(tmp_path: Path, rabbitmq_url: str):
    second = RabbitServer(tmp_path)
    second.start()
    second.stop()
    with channel(rabbitmq_url) as connection:
        assert connection.connected


def test_a_killed_database_comes_back_with_what_was_committed(tmp_path: Path):
    server = PostgresServer(tmp_path)
    server.start()
    try:
        with psycopg2.connect(server.url) as connection, connection.cursor() as cursor:
            cursor.execute("CREATE TABLE kept AS SELECT 1 AS one")
        connection.close()
        server.kill()
        server.start()
        with psycopg2.connect(server.url) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT one FROM kept")
            assert cursor.fetchone() == (1,)
        connection.close()
    finally:
        server.stop()
        server.remove()


def test_a_database_under_a_folder_closed_to_others_runs_all_the_same(tmp_path: Path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    server = PostgresServer(closed / "postgres")
    server.start()
    place = server.data
    server.stop()
    again = PostgresServer(closed / "postgres")
    again.start()
    again.stop()
    assert again.data == place
    again.remove()
    assert not place.exists()


class Broken(MailServer):
    """A server that says why it cannot run."""

    def _command(self):
        return [sys.executable, "-c", "print('no colour was set'); raise SystemExit(3)"]


def test_a_server_that_dies_at_start_is_named_with_the_end_of_its_log(tmp_path: Path):
    server = Broken(tmp_path)
    with pytest.raises(ServerError, match=r"mail did not start(?s:.*)no colour was set"):
        server.start()
    assert server.pid is None


class Unlucky(MailServer):
    """Its first port is taken by somebody between our look and its bind."""

    thief: socket.socket | None = None

    def _launch(self) -> None:
        if self.thief is None:
            self.thief = socket.create_server(("127.0.0.1", self.port))
        super()._launch()


def test_a_port_that_is_taken_at_the_last_moment_is_replaced_by_another(tmp_path: Path):
    server = Unlucky(tmp_path)
    server.start()
    assert server.thief is not None
    with server.thief:
        assert server.port != server.thief.getsockname()[1]
        assert requests.get(f"{server.inbox_url}/ready", timeout=5).ok
    server.stop()


def test_the_application_role_opens_its_own_database_only_and_makes_no_tables(
    service_database: Callable[[str], Databases],
):
    own, other = service_database("drawer"), service_database("cupboard")
    connection = psycopg2.connect(own.app_url)
    with connection, connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False, False)
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            cursor.execute("CREATE TABLE mine (id int)")
    connection.close()
    with pytest.raises(psycopg2.OperationalError, match="permission denied"):
        psycopg2.connect(own.app_url.replace("/tessera_drawer", "/tessera_cupboard"))
    assert other.app_url.endswith("/tessera_cupboard")


def test_the_owner_role_makes_tables_in_a_database_of_the_tests_own(
    fresh_database: Callable[[str], Databases], service_database: Callable[[str], Databases]
):
    fresh = fresh_database("drawer")
    connection = psycopg2.connect(fresh.owner_url)
    with connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE mine (id int)")
    connection.close()
    assert fresh.owner_url != service_database("drawer").owner_url


def test_objects_are_there_after_the_store_was_killed(tmp_path: Path):
    store = ObjectStore(tmp_path)
    store.start()
    store.make_bucket("files")
    store.make_bucket("files")
    store.client().put_object(
        bucket_name="files", object_name="a", data=io.BytesIO(b"bytes"), length=5
    )
    store.kill()
    store.start()
    assert store.client().get_object(bucket_name="files", object_name="a").data == b"bytes"
    store.stop()


def send(server: MailServer, to: str, text: str) -> None:
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = "Your <link>", "no-reply@example.org", to
    mail.set_content(text)
    mail.add_alternative(f"<p>{text}</p><script>1</script>", subtype="html")
    host, port = server.url.removeprefix("smtp://").split(":")
    with smtplib.SMTP(host, int(port)) as client:
        client.send_message(mail)


def test_mail_is_found_by_address_and_shown_with_its_link(mail_server: MailServer):
    send(mail_server, "jip@example.org", "Go to http://localhost:1/a?b=1&c=2.")
    send(mail_server, "janneke@example.org", "Hello")
    found = requests.get(
        f"{mail_server.inbox_url}/api/messages", {"to": "Jip@example.org"}, timeout=5
    ).json()
    assert [mail["subject"] for mail in found] == ["Your <link>"]
    assert "http://localhost:1/a?b=1&c=2" in found[0]["text"]
    page = requests.get(f"{mail_server.inbox_url}/messages/{found[0]['id']}", timeout=5).text
    assert '<a href="http://localhost:1/a?b=1&amp;c=2">' in page
    assert "Your &lt;link&gt;" in page
    assert "<script>" not in page


def test_the_inbox_speaks_the_language_of_the_browser(mail_server: MailServer):
    send(mail_server, "jip@example.org", "Hallo")
    answers = {
        accepted: requests.get(
            mail_server.inbox_url, headers={"Accept-Language": accepted}, timeout=5
        ).text
        for accepted in ("nl-NL,nl;q=0.9,en;q=0.8", "de,en;q=0.5")
    }
    assert ["Verzonden aan" in page for page in answers.values()] == [True, False]
    assert ["Sent to" in page for page in answers.values()] == [False, True]
    for language in LANGUAGES.values():
        assert language.keys() == LANGUAGES["en"].keys()


def test_mail_is_refused_as_often_as_a_test_asks(mail_server: MailServer):
    wish = {"code": 451, "count": 1, "to": "full@example.org"}
    answer = requests.post(f"{mail_server.inbox_url}/api/refusals", json=wish, timeout=5)
    assert answer.status_code == 204
    with pytest.raises(smtplib.SMTPDataError) as refused:
        send(mail_server, "full@example.org", "Hello")
    assert refused.value.smtp_code == 451
    send(mail_server, "full@example.org", "Hello again")


def scan(server: VirusScanner, content: bytes) -> bytes:
    host, port = server.url.split(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        size = struct.pack("!L", len(content))
        connection.sendall(b"zINSTREAM\0" + size + content + struct.pack("!L", 0))
        return connection.recv(200)


def test_the_virus_scanner_finds_the_test_virus_and_lets_clean_files_pass(
    virus_scanner: VirusScanner,
):
    assert b"Eicar-Test-Signature" in scan(virus_scanner, bytes.fromhex(EICAR_HEX))
    assert b"OK" in scan(virus_scanner, b"a clean file")


@pytest.mark.parametrize("kind", [ObjectStore, MailServer, VirusScanner])
def test_a_server_stops_from_another_object_that_knows_only_its_directory(
    kind: type[Server], tmp_path: Path
):
    kind(tmp_path).start()
    again = kind(tmp_path)
    pid = again.pid
    assert pid is not None
    again.start()
    assert again.pid == pid
    again.stop()
    assert again.pid is None
