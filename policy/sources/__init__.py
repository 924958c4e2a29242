"""Readers that turn a file into canonical text."""
