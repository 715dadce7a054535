"""Replicates of a landscape on all cores, with the same bits however many there are."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import cloudpickle
from loky import cpu_count

from uptake.compilation import code_digest
from uptake.organisation import Organisation
from uptake.study.dispatch import dispatch
from uptake.study.engines import loky_engine, serial_engine
from uptake.study.landscape.asked import Asked, Past
from uptake.study.landscape.states import Held, LeftAlone, held_states, left_alone
from uptake.study.worker import CodeChangedError, load_organisation_file, save_organisation

Progress = Callable[[int, int], None]
"""Told how many pieces of work are done, of how many."""


@dataclass(frozen=True)
class Piece:
    """One replicate of one past, or of the long runs where there is no past."""

    replicate: int
    past: Past | None

    def split(self) -> tuple[Piece, ...]:
        """It cannot be divided."""
        return (self,)


class ReplicateLostError(Exception):
    """A replicate had its worker killed each time it was tried, most often for want of memory."""

    def __init__(self, piece: Piece) -> None:
        super().__init__(
            f"A worker process was killed from outside three times while it made replicate "
            f"{piece.replicate}, most often for want of memory; fewer --workers need less of it."
        )


def make_pieces(
    asked: Asked,
    organisation: Organisation,
    seed: int,
    replicates: Sequence[int],
    workers: int | None,
    progress: Progress | None,
) -> dict[Piece, Held | LeftAlone]:
    """Run everything a landscape is made of.

    Raises
    ------
    ReplicateLostError, EngineLostError, CodeChangedError
        If workers were lost, or the package changed meanwhile.
    Exception
        Whatever an intervention of the user's own raises.
    """
    pieces = [Piece(number, past) for past in (None, *asked.pasts) for number in replicates]
    made: dict[Piece, Held | LeftAlone] = {}

    def done(piece: Piece, result: Held | LeftAlone) -> None:
        made[piece] = result
        if progress is not None:
            progress(len(made), len(pieces))

    def lost(piece: Piece) -> None:
        raise ReplicateLostError(piece)

    processes = min(workers or cpu_count(), len(pieces))
    if processes <= 1:
        here = partial(_make, asked, organisation, seed)
        dispatch(pieces, here, serial_engine(), done=done, lost=lost, admit=lambda: True)
        return made
    with tempfile.TemporaryDirectory(prefix="uptake-") as folder:
        file = Path(folder) / "organisation.pickle"
        save_organisation(organisation, file)
        # Packed here: an intervention of the user's own travels with its code.
        packed = cloudpickle.dumps(asked)
        there = partial(_make_there, packed, str(file), seed, code_digest())
        engine = loky_engine(processes, folder)
        dispatch(pieces, there, engine, done=done, lost=lost, admit=lambda: True)
    return made


def _make(asked: Asked, organisation: Organisation, seed: int, piece: Piece) -> Held | LeftAlone:
    if piece.past is None:
        return left_alone(asked, organisation, seed, piece.replicate)
    return held_states(asked, piece.past, organisation, seed, piece.replicate)


def _make_there(
    packed: bytes, organisation_file: str, seed: int, code: str, piece: Piece
) -> Held | LeftAlone:
    if code_digest() != code:
        raise CodeChangedError("the files of the package changed meanwhile; run it again")
    asked: Asked = cloudpickle.loads(packed)
    return _make(asked, load_organisation_file(Path(organisation_file)), seed, piece)
