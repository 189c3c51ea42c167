"""`python -m monitor.intake.reader PID`: readers for the process with this number."""

from monitor.intake.reader.forkserver import main

if __name__ == "__main__":
    main()
