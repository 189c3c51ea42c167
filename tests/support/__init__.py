"""What several tests need: a scripted server, a receiver, the real process."""
