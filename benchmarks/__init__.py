"""Each benchmark compares with a baseline in one run and prints the ratio last.

Numeric libraries are kept to one thread, as in serving; that must be said before they are imported.
"""

import os

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"
