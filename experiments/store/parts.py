"""A part: some hundred runs in one Parquet file, which is there as a whole or not at all.

A part is written under another name, brought to the disk, and then renamed. Its name follows from the runs it holds, so
that writing it twice does no harm. Every page carries a checksum.
"""

import errno
import hashlib
import os
import socket
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from sim.effect_size import AMONG, OF_FAMILIES
from sim.outcomes import OUTCOMES

ENDING = ".parquet"
DONE, FAILED = "done", "failed"
GROUPS = dict(zip(("all", "planned"), AMONG, strict=True))  # as in the names of columns
SIZES = tuple(f"g_{outcome}_{group}" for group in GROUPS for outcome in OF_FAMILIES)
CANNOT_SYNC = (errno.EINVAL, errno.ENOTSUP, errno.ENOSYS)  # what file systems say that bring no folder to the disk


class DamagedPart(Exception):
    """A part that cannot be read as it was written.

    Attributes:
        path: where it stands.
    """

    def __init__(self, path: Path, why: str) -> None:
        self.path = path
        super().__init__(f"{path.name}: {why}")


def measures() -> tuple[str, ...]:
    """Every column that holds a result; those of extensions too."""
    return (*OUTCOMES, *SIZES)


def schema_of(labels: Sequence[str]) -> pa.Schema:
    """The columns of a part: which run, what was moved, how it ended, and what came out.

    Args:
        labels: columns that say which cell it is.
    """
    kinds = {"policy": pa.string(), "world": pa.int32(), "structure": pa.string()}
    fields = [("run", pa.string()), *((name, kinds.get(name, pa.float64())) for name in labels)]
    fields += [("route", pa.string()), ("seed", pa.int64()), ("status", pa.string())]
    fields += [("stage", pa.string()), ("message", pa.string()), ("seconds", pa.float64())]
    return pa.schema([*fields, *((name, pa.float64()) for name in measures())])


def kinds() -> dict[str, pa.DataType]:
    """The kind of every column but those that say which cell it is."""
    return {one.name: one.type for one in schema_of(())}


def name_of(runs: Iterable[str]) -> str:
    """The name of the part that holds these runs."""
    return hashlib.sha256(" ".join(runs).encode()).hexdigest()[:24] + ENDING


def write_part(folder: Path, table: pa.Table, about: Mapping[str, str]) -> Path:
    """Write a part, so that at no moment half of it is there.

    Args:
        folder: of parts.
        table: its runs.
        about: provenance, kept in the file.

    Raises:
        OSError: when it cannot be written; nothing is left behind.
    """
    path = folder / name_of(table["run"].to_pylist())
    write_whole(path, lambda unfinished: write_table(unfinished, table, about))
    return path


def write_table(path: Path, table: pa.Table, about: Mapping[str, str]) -> None:
    """Write a table with what it is about."""
    table = table.replace_schema_metadata({f"omtafel.{key}": value for key, value in about.items()})
    with path.open("wb") as file:  # Arrow would keep its own file open when it cannot go on
        pq.write_table(table, file, compression="zstd", use_dictionary=False, write_page_checksum=True)


def write_whole(path: Path, write: Callable[[Path], object]) -> None:
    """Write a file under another name, bring it to the disk, and rename it."""
    unfinished = unfinished_name(path)
    try:
        write(unfinished)
        with open(unfinished, "rb") as file:
            os.fsync(file.fileno())
        os.replace(unfinished, path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    bring_to_disk(path.parent)


def unfinished_name(path: Path) -> Path:
    """Under which name a file is written: it says who is writing, so that what a dead process left can be removed."""
    return path.with_name(f".{path.name}.{socket.gethostname()}.{os.getpid()}")


def bring_to_disk(folder: Path) -> None:
    """Make sure that a new name in a folder outlives a power cut, where the system can."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        except OSError as error:
            if error.errno not in CANNOT_SYNC:
                raise
        finally:
            os.close(descriptor)


def read_part(path: Path, columns: Sequence[str]) -> pa.Table:
    """Some columns of a part, checked against their checksums; what is written about the columns has none.

    Raises:
        DamagedPart: when the file is cut off or changed.
        FileNotFoundError: when it is gone.
    """
    try:
        with pq.ParquetFile(path, page_checksum_verification=True) as file:
            known = kinds()
            found = {field.name: field.type for field in file.schema_arrow}
            for name in columns:
                if found.get(name) != known[name]:
                    raise ValueError(f"{name} is not there as it was written")
            return file.read(columns=list(columns))
    except FileNotFoundError:
        raise
    except (pa.ArrowException, OSError, ValueError, MemoryError) as error:
        raise DamagedPart(path, " ".join(str(error).split())) from None


def remove_unfinished(folder: Path) -> None:
    """Remove what processes of this machine that are gone left half written."""
    for path in folder.glob(".*"):
        host, _, process = path.name.rpartition(".")
        if host.endswith(f".{socket.gethostname()}") and process.isdigit() and not is_running(int(process)):
            path.unlink(missing_ok=True)


def is_running(process: int) -> bool:
    """Whether a process of this machine is there; when in doubt, yes."""
    if os.name != "posix":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
