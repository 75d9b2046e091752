"""Measures commands, and prints rows of figures with their limits."""
import os, statistics, subprocess, sys, time


def measure(command, output=subprocess.DEVNULL):
    """Runs a command; gives wall and CPU seconds (user and system, all threads) and peak memory in MB."""
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=output, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - start
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"failed: {' '.join(command)}")
    return {"wall": wall, "cpu": usage.ru_utime + usage.ru_stime, "memory": usage.ru_maxrss / 1024}


def median(runs, key):
    return statistics.median(run[key] for run in runs)


def median_ratio(runs, others, key):
    """Taken run by run, between those that stood next to each other, since times drift with the machine."""
    return statistics.median(a[key] / b[key] for a, b in zip(runs, others))


def verdict(value, most):
    """A limit beside a ratio: `≤ 0.600 met`."""
    return f"≤ {most:.3f} {'met' if value <= most else 'MISSED'}"
