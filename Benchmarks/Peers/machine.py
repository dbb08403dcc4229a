"""The machine that figures are of, and how every contender runs on it: one process at a time, on the same cores."""

import os
import platform
import subprocess
import tempfile
import time
from dataclasses import dataclass

import core_types

# Each library asks another of these how many threads it may have.
THREAD_COUNTS = ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"]
THREAD_COUNTS += ["RAYON_NUM_THREADS", "GOMAXPROCS"]


def use_cores(count):
    """Keeps this process and all that it starts to so many cores, all of them without a count; returns how many."""
    if count is None:
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    usable = sorted(os.sched_getaffinity(0))
    if not 1 <= count <= len(usable):
        raise SystemExit(f"{count} cores asked for, {len(usable)} are there")
    os.sched_setaffinity(0, usable[:count])
    return count


def environment(cores, variables):
    """What a process is started with: its own core type (see core_types.py), not that of whoever started us."""
    kept = {name: value for name, value in os.environ.items() if name not in core_types.VARIABLES}
    threads = {name: str(cores) for name in THREAD_COUNTS}
    return kept | threads | {"TOKENIZERS_PARALLELISM": "true"} | (variables or {})


@dataclass
class Finished:
    output: str
    seconds: float
    peak: int
    """Most resident memory, bytes. Linux counts the process that started it up to then: keep that one small."""


def run(command, cores, variables=None):
    """Runs a command to its end, by the wall clock; a failure ends everything, since a table with holes misleads.
    `variables` are added to its environment."""
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as errors:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=output, stderr=errors, env=environment(cores, variables))
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        if process.returncode != 0:
            errors.seek(0)
            raise SystemExit(f"{' '.join(map(str, command))}\nended with {process.returncode}:\n{errors.read()}")
        unit = 1 if platform.system() == "Darwin" else 1024
        return Finished(output.read(), seconds, usage.ru_maxrss * unit)


def description(cores):
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    system = f"{platform.system()} {platform.machine()}"
    return f"{processor()}, {cores} core{'s' if cores > 1 else ''}, {memory:.0f} GiB, {system}"


def facts():
    """The last processor's lines of /proc/cpuinfo; empty where there is no such file."""
    if not os.path.exists("/proc/cpuinfo"):
        return {}
    with open("/proc/cpuinfo") as lines:
        pairs = dict(line.split(":", 1) for line in lines if ":" in line)
    return {name.strip(): value.strip() for name, value in pairs.items()}


def supported(some):
    """Those of some core types that this processor can run."""
    known = facts()
    return core_types.supported(some, known.get("flags", "").split(), known.get("vendor_id"))


def processor():
    if platform.system() == "Darwin":
        return subprocess.check_output(["sysctl", "-n", "machdep.cpu.brand_string"], text=True).strip()
    known = facts()
    features = [name for name in ("avx2", "avx512f", "avx512_vnni") if name in known.get("flags", "").split()]
    model = known.get("model name", platform.processor())
    family = f"family {known['cpu family']} model {known['model']}" if "cpu family" in known else ""
    return f"{model} ({', '.join(filter(None, [family, *features]))})"
