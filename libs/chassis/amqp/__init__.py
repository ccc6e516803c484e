"""AMQP as the chassis uses it: connections that never hang, and the names on the broker."""
