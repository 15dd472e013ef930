"""What an operator does with a whole database: prune, back up, restore, move."""
