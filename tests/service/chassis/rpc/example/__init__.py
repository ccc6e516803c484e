"""A service for the tests of the chassis; it has no database and no business."""
