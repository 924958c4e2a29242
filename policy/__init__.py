"""The pure domain: what a policy says, without Qt and without SQL."""
