"""What a worker does with a chunk of a sweep, on this machine or another."""

from __future__ import annotations

import pickle
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cloudpickle

from uptake.compilation import code_digest
from uptake.organisation import Organisation
from uptake.study.chunk_files import write_chunk
from uptake.study.chunks import Chunk, FailedRun, MadeChunk, Outputs
from uptake.study.worker import CodeChangedError, load_organisation_file

MOST_KEPT: Final = 4


@dataclass(frozen=True)
class SentChunk:
    """A chunk on its way, with its organisation if the worker asked for it.

    Attributes
    ----------
    chunk : Chunk
        The runs to make.
    organisation : bytes or None
        The pickled organisation.
    """

    chunk: Chunk
    organisation: bytes | None = None

    def split(self) -> tuple[SentChunk, ...]:
        """The runs of the chunk as chunks of one."""
        return tuple(SentChunk(one) for one in self.chunk.split())

    def __reduce__(self) -> tuple[Callable[[bytes], SentChunk], tuple[bytes]]:
        """Pack own interventions with their code, which few executors do by themselves."""
        return _unpacked, (cloudpickle.dumps((self.chunk, self.organisation)),)


def _unpacked(packed: bytes) -> SentChunk:
    return SentChunk(*pickle.loads(packed))


@dataclass(frozen=True)
class OrganisationMissing:
    """The worker has not got the organisation and cannot read it from a file."""


@dataclass(frozen=True)
class ChunkReport:
    """What became of a chunk.

    Attributes
    ----------
    runs : tuple of str
        The runs that did not fail.
    failures : tuple of FailedRun
        Those that did.
    made : MadeChunk or None
        The results, if the worker cannot write where they belong.
    """

    runs: tuple[str, ...]
    failures: tuple[FailedRun, ...]
    made: MadeChunk | None


@dataclass(frozen=True)
class ChunkWork:
    """Makes the runs of a chunk and, where the folder of the store is shared, writes them.

    Attributes
    ----------
    outputs : Outputs
        What is kept of each run.
    code : str
        Digest of the driver's code.
    organisation_files : mapping of fingerprint to path
        Pickled organisations on the driver's machine.
    folder : str
        The store, by its path on the driver's machine.
    token : str
        Name of a file in the store by which a worker knows that it is the same folder.
    repeat : str
        Command that makes a failed run again when the run is put behind it.
    """

    outputs: Outputs
    code: str
    organisation_files: Mapping[str, str]
    folder: str
    token: str
    repeat: str

    def __call__(self, sent: SentChunk) -> ChunkReport | OrganisationMissing:
        """Make a chunk.

        Raises
        ------
        CodeChangedError
            If the package here is not that of the driver.
        DiskFullError
            If the results cannot be written.
        """
        if code_digest() != self.code:
            raise CodeChangedError("a worker has other files of the package than the driver")
        organisation = self._organisation(sent)
        if organisation is None:
            return OrganisationMissing()
        # The model brings the compiler with it, which only those who make runs need.
        from uptake.study.making import make_chunk

        made = make_chunk(sent.chunk, organisation, self.outputs)
        runs, failures = tuple(made.runs["run"]), made.failures
        if (Path(self.folder) / self.token).exists():
            write_chunk(Path(self.folder), made, self.repeat)
            return ChunkReport(runs, failures, None)
        return ChunkReport(runs, failures, made)

    def _organisation(self, sent: SentChunk) -> Organisation | None:
        wanted = sent.chunk.organisation
        if sent.organisation is not None:
            _keep(wanted, pickle.loads(sent.organisation))
        if wanted in _kept:
            return _kept[wanted]
        try:
            return load_organisation_file(Path(self.organisation_files[wanted]))
        except OSError:
            return None


_kept: OrderedDict[str, Organisation] = OrderedDict()
"""Organisations sent to this process: they arrive once and are never written to its disk."""


def _keep(fingerprint: str, organisation: Organisation) -> None:
    _kept[fingerprint] = organisation
    while len(_kept) > MOST_KEPT:
        _kept.popitem(last=False)
