"""Many runs: replicates on all cores, what they add up to, paired comparison, the result folder."""

from uptake.study.compare import COMPARED, compare
from uptake.study.replicates import RunsFailedError, WorkerLostError, run_replicates
from uptake.study.statistics import Interval, mean_interval, paired_difference
from uptake.study.study import StudyResult, run_study
from uptake.study.summary import MEASURES, summarise
from uptake.study.worker import Failure, Outcome

__all__ = [
    "COMPARED",
    "MEASURES",
    "Failure",
    "Interval",
    "Outcome",
    "RunsFailedError",
    "StudyResult",
    "WorkerLostError",
    "compare",
    "mean_interval",
    "paired_difference",
    "run_replicates",
    "run_study",
    "summarise",
]
