"""Films and sound kept by the paper itself: checked by content, served in parts, never converted."""
