"""What machines say of a comment: each step sorts, explains or holds; none deletes."""
