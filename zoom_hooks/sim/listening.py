"""Listening sockets of the simulated Zoom, with and without TLS."""

from __future__ import annotations

import asyncio
import socket
import ssl

import uvicorn


async def open_http(server: uvicorn.Server, listening: socket.socket) -> None:
    """Accept HTTP connections. uvicorn's own loop would only add a tenth of a second to every stop."""
    server.config.load()
    server.lifespan = server.config.lifespan_class(server.config)
    await server.startup(sockets=[listening])


async def close_http(server: uvicorn.Server) -> None:
    """Close every connection; over TLS without waiting for the other side to say goodbye, which may take
    half a minute.
    """
    for accepting in server.servers:
        accepting.close()
    for connection in list(server.server_state.connections):
        connection.shutdown()
        if server.config.is_ssl and connection.transport is not None:
            connection.transport.abort()
    await asyncio.sleep(0.1 if server.config.is_ssl else 0.001)


def hang_up(server: uvicorn.Server, client: object) -> None:
    """Break the connection of this client without a word."""
    for connection in list(server.server_state.connections):
        if getattr(connection, "client", None) == client and connection.transport is not None:
            connection.transport.abort()


def netloc(host: str, listening: socket.socket) -> str:
    return f"{f'[{host}]' if ':' in host else host}:{listening.getsockname()[1]}"


def listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(128)
    except OSError:
        listening.close()
        raise
    return listening


def tls_context(tls: tuple[str, str] | None) -> ssl.SSLContext | None:
    if tls is None:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*tls)
    return context
