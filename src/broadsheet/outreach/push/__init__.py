"""News on a reader's screen: chosen by the reader, sent by the newsroom."""
