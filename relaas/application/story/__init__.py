"""The child's account: telling, labelling, reading, asking, concluding. Every use case goes through the door."""
