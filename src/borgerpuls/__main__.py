"""``python -m borgerpuls`` is the command ``borgerpuls``."""

from borgerpuls.cli import main

if __name__ == "__main__":
    main()
