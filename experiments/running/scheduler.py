"""Talking to the scheduler of a cluster: reaching it, what comes of what was sent, and ending a worker."""

import asyncio
import logging
import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from experiments.extras import need
from experiments.running.at_worker import Versions
from experiments.running.pair import Result

CONNECT_SECONDS = 10.0  # without an answer, before a scheduler counts as not there
END_SECONDS = 60.0  # that a worker gets to end and come back


@dataclass(frozen=True)
class Answer:
    """What came of something that was sent to a worker.

    Attributes:
        versions: what the worker has installed.
        results: of the tasks.
        error: what was raised instead.
        died: whether the worker did.
        dropped: whether the scheduler did not go on with it.
    """

    versions: Versions = field(default_factory=dict)
    results: list[Result] = field(default_factory=list)
    error: Exception | None = None
    died: bool = False
    dropped: bool = False


def connect(address: str) -> Any:
    """A client of a scheduler.

    Raises:
        ValueError: when there is none, or Dask is not installed.
    """
    need("cluster")
    from distributed import Client

    for name in ("distributed", "distributed.client"):  # what goes wrong is said here, in one line
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        with ThreadPoolExecutor(1) as aside:  # this thread may have an event loop, as in a notebook
            found = aside.submit(asyncio.run, who_answers(address)).result()
        if found == "Scheduler":
            return Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
        reason = f"a {found.lower()} answers"
    except OSError:
        reason = "nothing answers"
    except Exception as error:
        reason = " ".join(str(error).split())
    raise ValueError(f"no Dask scheduler at {address}: {reason}")


async def who_answers(address: str) -> str:
    """What kind of server of Dask listens at an address; a client would wait for ever for one of another kind."""
    from distributed import rpc
    from distributed.security import Security

    async def ask() -> str:
        async with rpc(address, connection_args=Security().get_connection_args("client")) as server:
            return str((await server.identity())["type"])

    return await asyncio.wait_for(ask(), CONNECT_SECONDS)


async def answer_of(remote: Any) -> Answer:
    """Wait for Dask's future of something that was sent."""
    from distributed import CancelledError, KilledWorker
    from distributed.scheduler import NoValidWorkerError

    try:
        versions, results = await remote
    except CancelledError:
        return Answer(dropped=True)
    except (KilledWorker, NoValidWorkerError):
        return Answer(died=True)
    except Exception as error:
        return Answer(error=error)
    return Answer(versions, results)


async def end_worker(client: Any, worker: str) -> None:
    """End the process of a worker, even when it listens to nobody; without a nanny it must still listen."""
    with suppress(Exception):  # it may be gone already, and so may the scheduler: the next look will tell
        try:
            await client.restart_workers([worker], timeout=END_SECONDS, raise_for_error=False)
        except ValueError:  # it has no nanny
            await client.run(os._exit, 1, workers=[worker], wait=False)


def what_differs(answer: Answer, wanted: Versions) -> str:
    """Why a worker cannot be used, in one line."""
    if answer.error is not None:
        return f"cannot run Omtafel: {' '.join(str(answer.error).split())}"
    name = next(name for name in wanted if answer.versions.get(name) != wanted[name])
    return f"has {name} {answer.versions.get(name)}, not {wanted[name]}"
