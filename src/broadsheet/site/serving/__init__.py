"""The whole paper as one tree of processes: web, worker, scheduler."""
