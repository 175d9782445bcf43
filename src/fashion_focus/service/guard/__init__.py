"""Who comes in and what with: tokens and roles, headers and bounds, bodies written as they come."""
