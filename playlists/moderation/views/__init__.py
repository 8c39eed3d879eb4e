"""Pages of moderation, a module for each of those who look at them."""
