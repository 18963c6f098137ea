"""The screens, one a file with its style sheet beside it. `frame` is what they share."""
