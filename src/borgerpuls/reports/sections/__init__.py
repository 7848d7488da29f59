"""The parts of a report, a module each: figures in, a ``Section`` out, or None where a wave has nothing to say."""
