"""A learner's course on the calendar: pure, no input or output. Everything that names a phase or a
period by date asks here, so that no two pages name different ones on the same day."""
