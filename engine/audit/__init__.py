"""Many cases at once: found, evaluated, sampled, read by auditors, counted.

found     which cases there are, in folders, lists, long tables and Parquet
record    what is kept of one case: findings and facts, without a word of the record
judging   one case in, its record out: the same on one core, on many, and on a cluster
running   the processes, the journal from which a run goes on, and the log
folder    the output folder: what was asked, every record, and how to open a case again
"""
