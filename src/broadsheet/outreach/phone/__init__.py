"""The paper as an app on a telephone: without a network, and where others share to."""
