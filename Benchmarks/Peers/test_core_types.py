"""python3 -m unittest discover Benchmarks/Peers"""

import os
import sys
import unittest
from unittest import mock

import core_types
import machine

HASWELL = {"avx2", "fma"}
ZEN_5 = HASWELL | {"avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl", "avx512_vnni", "avx512_bf16"}


def names(flags, vendor):
    return [core_type.name for core_type in core_types.supported(core_types.OPENBLAS, flags, vendor)]


class Supported(unittest.TestCase):
    def test_a_processor_without_avx2_leaves_the_choice_to_the_library(self):
        self.assertEqual(names({"sse4_2"}, "GenuineIntel"), ["unset"])

    def test_avx2_without_avx512_excludes_what_would_be_an_illegal_instruction(self):
        self.assertEqual(names(HASWELL, "GenuineIntel"), ["unset", "Haswell"])
        self.assertEqual(names(HASWELL, "AuthenticAMD"), ["unset", "Haswell", "Zen"])

    def test_a_zen_5_tries_the_kernels_of_its_relatives(self):
        self.assertEqual(names(ZEN_5, "AuthenticAMD"), ["unset", "Haswell", "Zen", "SkylakeX", "Cooperlake"])

    def test_part_of_avx512_is_not_enough(self):
        self.assertEqual(names(HASWELL | {"avx512f"}, "GenuineIntel"), ["unset", "Haswell"])


class Fastest(unittest.TestCase):
    def test_the_least_time_of_all_trials_decides(self):
        seconds = {"unset": [57.0, 60.0], "Haswell": [23.0, 99.0], "SkylakeX": [30.0, 13.1]}
        self.assertEqual(core_types.fastest(seconds), "SkylakeX")

    def test_noise_does_not_choose(self):
        self.assertEqual(core_types.fastest({"unset": [10.0], "Haswell": [9.9]}), "unset")
        self.assertEqual(core_types.fastest({"unset": [10.0], "Haswell": [9.5]}), "Haswell")


class Choose(unittest.TestCase):
    def test_all_are_tried_in_turn_and_the_fastest_is_chosen(self):
        tried = []

        def trial(core_type):
            tried.append(core_type.name)
            return {"unset": 5.0, "Haswell": 2.0, "Zen": 3.0}[core_type.name]

        some = core_types.supported(core_types.OPENBLAS, HASWELL, "AuthenticAMD")
        chosen, seconds = core_types.choose(some, trial, rounds=2)
        self.assertEqual(tried, ["unset", "Haswell", "Zen"] * 2)
        self.assertEqual(chosen.variables, {"OPENBLAS_CORETYPE": "Haswell"})
        self.assertEqual(seconds, {"unset": 5.0, "Haswell": 2.0, "Zen": 3.0})

    def test_a_single_core_type_needs_no_trial(self):
        chosen, seconds = core_types.choose([core_types.UNSET], trial=None)
        self.assertEqual((chosen, seconds), (core_types.UNSET, {}))


class Environment(unittest.TestCase):
    def test_a_process_gets_its_own_core_type_and_not_that_of_whoever_started_it(self):
        tell = [sys.executable, "-c", "import os; print(os.environ.get('OPENBLAS_CORETYPE'))"]
        with mock.patch.dict(os.environ, {"OPENBLAS_CORETYPE": "Prescott"}):
            self.assertEqual(machine.run(tell, 1).output, "None\n")
            chosen = {"OPENBLAS_CORETYPE": "SkylakeX"}
            self.assertEqual(machine.run(tell, 1, chosen).output, "SkylakeX\n")


if __name__ == "__main__":
    unittest.main()
