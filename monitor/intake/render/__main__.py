"""`python -m monitor.intake.render`: the process that keeps a browser."""

from monitor.intake.render.keeper import main

if __name__ == "__main__":
    main()
