"""Requests and replies as people would write them, shown in the OpenAPI text."""
