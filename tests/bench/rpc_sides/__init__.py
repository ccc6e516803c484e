"""The three sides of the RPC bench: ours, stock nameko 2.14 and raw py-amqp.

Each side is a server process and a client process. All carry the same 300 bytes of JSON, parse
and write them on both ends, and acknowledge the request after the reply.
"""
