"""What runs outside requests: the queue, the worker, periodic chores, the serving parent."""
