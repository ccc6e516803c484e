"""Rights on the broker: each service declares and uses its own part, and no other."""

from collections.abc import Iterator

import amqp
import pytest

from deploy.local.broker_users import permissions
from deploy.local.environment import ISSUERS, SERVICES
from deploy.local.servers import RabbitServer
from libs.chassis import eventbus
from libs.chassis.amqp import topology
from libs.chassis.amqp.connection import connect


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RabbitServer]:
    users = {issuer: permissions(issuer) for issuer in ISSUERS}
    broker = RabbitServer(tmp_path_factory.mktemp("broker"), users)
    broker.start()
    yield broker
    broker.stop()


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_declares_all_that_it_needs(broker: RabbitServer, service: str):
    with connect(broker.url_of(service), name="test") as connection:
        channel = connection.channel()
        eventbus.declare_sender(channel, service)
        eventbus.declare_retry(channel)
        eventbus.declare_parking(channel, service)
        names = [f"{other}.something_happened.v1" for other in SERVICES]
        eventbus.declare_consumer(channel, service, "on_something", names)
        topology.declare_rpc_queue(channel, service)
        topology.declare_reply_queue(channel, service, "address")
        # The broker answers a publish it refuses by closing the channel: ask it once more.
        channel.basic_publish(amqp.Message(""), eventbus.exchange_of(service), "x")
        channel.basic_publish(amqp.Message(""), topology.RPC_EXCHANGE, "x")
        channel.queue_declare(eventbus.parking_of(service), passive=True)


def test_the_gateway_calls_and_cannot_send_events(broker: RabbitServer):
    with connect(broker.url_of("gateway"), name="test") as connection:
        topology.declare_reply_queue(connection.channel(), "gateway", "address")
        channel = connection.channel()
        eventbus.declare_sender(channel, "portfolio")
        with pytest.raises(amqp.AccessRefused):
            publish_and_ask(channel, "portfolio.events")


def test_the_live_process_hears_events_on_a_queue_the_broker_names(broker: RabbitServer):
    with connect(broker.url_of("gateway"), name="test") as connection:
        channel = connection.channel()
        queue = channel.queue_declare(exclusive=True, auto_delete=True).queue
        eventbus.declare_sender(channel, "dashboards")
        channel.queue_bind(queue, "dashboards.events", "dashboards.view_changed.v1")
        channel.basic_consume(queue, no_ack=True)


def test_a_service_cannot_send_events_of_another(broker: RabbitServer):
    with connect(broker.url_of("forms"), name="test") as connection:
        channel = connection.channel()
        eventbus.declare_sender(channel, "portfolio")
        with pytest.raises(amqp.AccessRefused):
            publish_and_ask(channel, "portfolio.events")


@pytest.mark.parametrize(
    "queue", ["rpc-portfolio", "rpc.reply-gateway-1", "events.portfolio.x", "parking.portfolio"]
)
def test_a_service_cannot_make_or_read_queues_of_another(broker: RabbitServer, queue: str):
    with connect(broker.url, name="test") as connection:
        connection.channel().queue_delete(queue)
        connection.channel().queue_declare(queue, auto_delete=False)
    with connect(broker.url_of("forms"), name="test") as connection:
        with pytest.raises(amqp.AccessRefused):
            connection.channel().queue_declare(queue, auto_delete=False)
        with pytest.raises(amqp.AccessRefused):
            connection.channel().basic_get(queue)
    with connect(broker.url, name="test") as connection:
        connection.channel().queue_delete(queue)


def publish_and_ask(channel: amqp.Channel, exchange: str) -> None:
    channel.basic_publish(amqp.Message(""), exchange, "x")
    channel.exchange_declare(exchange, "topic", passive=True)
