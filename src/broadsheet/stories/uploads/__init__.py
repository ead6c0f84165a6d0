"""Files from strangers: received with limits, told by their content, kept in quarantine."""
