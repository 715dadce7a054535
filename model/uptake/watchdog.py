"""End a worker process when its driver has gone; imports nothing heavy, so that it starts first."""

from __future__ import annotations

import os
import shutil
import signal
import threading
import time

SECONDS_BETWEEN_LOOKS = 0.5


def start_worker(driver: int, folder: str) -> None:
    """Leave Ctrl-C to the driver; when the driver has gone, clear its folder away and end.

    Parameters
    ----------
    driver : int
        Process that started this one. If it has gone already, this process ends at once.
    folder : str
        Temporary folder of the driver, which can no longer remove it itself.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def watch() -> None:
        while os.getppid() == driver:
            time.sleep(SECONDS_BETWEEN_LOOKS)
        # Others of the same driver do likewise; whoever comes late finds nothing to remove.
        shutil.rmtree(folder, ignore_errors=True)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
