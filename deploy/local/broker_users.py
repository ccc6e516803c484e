"""What each user of the broker may do."""

from deploy.local.servers.rabbitmq import Permissions


def permissions(issuer: str) -> Permissions:
    """Configure, write and read patterns of one issuer's user."""
    return (".*", ".*", ".*")
