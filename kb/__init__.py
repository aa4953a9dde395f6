"""What we sell and know: catalogue, answers and scripts, and the index that finds them."""

import os

# Threads of OpenMP (in the embedding engine, faiss, scikit-learn) shall sleep, not spin, while they wait
# for each other: on two busy cores spinning turns 15 ms a question into seconds. The libraries read this
# when they are loaded, and share it, so it is set before any of them.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
