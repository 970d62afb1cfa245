"""Run the program as ``python -m vcmbib``."""

from vcmbib.cli import main

if __name__ == "__main__":
    main()
