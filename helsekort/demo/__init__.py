"""Fictive people and their stories, made by the same actions that real people use."""
