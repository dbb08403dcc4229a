"""What the linear algebra of a peer is told about the processor, and which of these settings is the fastest.

OpenBLAS and PyTorch choose their kernels by the processor's name or its features. A bundled OpenBLAS that is older
than the processor does not know it and takes generic kernels, several times as slow as those that it has for the
processor's relatives. So each peer is tried with every kernel that the processor can run, in a process of its own
with the variable set, and is measured with its fastest.
"""

from dataclasses import dataclass, field

# A setting other than the library's own choice must be faster by this factor, so that noise does not choose.
CLEARLY_FASTER = 1.03


@dataclass(frozen=True)
class CoreType:
    name: str
    """As the table shows it."""
    variables: dict = field(default_factory=dict)
    """Environment variables, set before the process starts."""
    needs: frozenset = frozenset()
    """Flags of /proc/cpuinfo without which the kernels would end in an illegal instruction."""
    vendor: str | None = None
    """The one vendor whose processors it is tried on, or None for all."""


AVX2 = frozenset({"avx2", "fma"})
AVX512 = AVX2 | {"avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl"}
COOPERLAKE = AVX512 | {"avx512_vnni", "avx512_bf16"}
SAPPHIRE_RAPIDS = COOPERLAKE | {"amx_tile", "amx_bf16", "amx_int8"}

UNSET = CoreType("unset")


def openblas(name, needs, vendor=None):
    return CoreType(name, {"OPENBLAS_CORETYPE": name}, frozenset(needs), vendor)


def pytorch(name, needs):
    """The kernels of PyTorch itself and of the MKL in it; oneDNN finds out by features what a processor can do."""
    variables = {"ATEN_CPU_CAPABILITY": name.lower(), "MKL_ENABLE_INSTRUCTIONS": name}
    return CoreType(name, variables, frozenset(needs))


OPENBLAS = [
    UNSET,
    openblas("Haswell", AVX2),
    openblas("Zen", AVX2, vendor="AuthenticAMD"),
    openblas("SkylakeX", AVX512),
    openblas("Cooperlake", COOPERLAKE),
    openblas("SapphireRapids", SAPPHIRE_RAPIDS, vendor="GenuineIntel"),
]
PYTORCH = [UNSET, pytorch("AVX2", AVX2), pytorch("AVX512", AVX512)]

# Variables that would choose kernels for all peers alike; whoever runs a comparison may have them set.
VARIABLES = {"OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "ATEN_CPU_CAPABILITY", "MKL_ENABLE_INSTRUCTIONS"}
VARIABLES |= {"ONEDNN_MAX_CPU_ISA", "MKL_CBWR"}


def supported(core_types, flags, vendor):
    """Those that a processor with these flags can run, in their order; the library's own choice always."""
    return [
        core_type
        for core_type in core_types
        if core_type.needs <= set(flags) and core_type.vendor in (None, vendor)
    ]


def fastest(seconds):
    """The core type of least time; the library's own choice where no other is clearly faster.

    `seconds` maps each core type's name to the times of its trials, of which the least counts: whatever else the
    machine does can only add to it."""
    least = {name: min(times) for name, times in seconds.items()}
    best = min(least, key=least.get)
    if UNSET.name in least and least[best] * CLEARLY_FASTER > least[UNSET.name]:
        return UNSET.name
    return best


def choose(core_types, trial, rounds=2):
    """The fastest of some core types, and the times of all: `trial` runs the peer with one of them and returns
    seconds. They take turns, so that a slow minute of the machine does not fall on one alone."""
    seconds = {core_type.name: [] for core_type in core_types}
    if len(core_types) > 1:
        for _ in range(rounds):
            for core_type in core_types:
                seconds[core_type.name].append(trial(core_type))
    named = {core_type.name: core_type for core_type in core_types}
    chosen = named[fastest(seconds)] if len(core_types) > 1 else core_types[0]
    return chosen, {name: min(times) for name, times in seconds.items() if times}
