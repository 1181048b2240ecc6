"""What is measured, and against what. `bin/bench` runs it; docs/performance.md holds what was found."""
