import os

from bot import processor

# Here, since it must come before the first import of NumPy, whatever is run.
processor.choose(os.environ)
