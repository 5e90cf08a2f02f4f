"""What must survive a kill: real servers, real processes, own ports and data, never the suite's own."""
