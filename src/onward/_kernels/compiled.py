"""How the loops are compiled.

They are kept in a cache beside them. The cache of `days.run` does not see a change in what is
inlined into it: `./run` and `./test` empty it when any of these files has changed (setup.sh).
"""

from numba import njit

# numpy's error model has no check at each division; sums over slots may be reordered
ORDER = {"reassoc", "contract", "nsz", "arcp"}
kernel = njit(cache=True, error_model="numpy", fastmath=ORDER)
# a part of the day's loop: handing a call all that is known would take longer than its work
inlined = njit(cache=True, error_model="numpy", fastmath=ORDER, inline="always")
