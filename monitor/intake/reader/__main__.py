"""`python -m monitor.intake.reader PID KIND`: a reader for the process with this number."""

from monitor.intake.reader.child import main

if __name__ == "__main__":
    main()
