"""Comments of pages elsewhere: on a page of ours, and in a frame on theirs."""
