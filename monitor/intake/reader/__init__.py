"""Reading what strangers sent, in processes that can be killed."""
