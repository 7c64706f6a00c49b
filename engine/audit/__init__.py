"""Many cases at once: found, evaluated, sampled, read by auditors, counted.

found, tables, parquet, people    which cases there are: folders, lists, long tables, Parquet, and who is in them
judging, facts                    one case in, its record out: the same on one core, on many, and on a cluster
record, folder                    what is kept of a case, without a word of it; the output folder of a run
running, workers, journal, spark  the processes, the journal from which a run goes on, the same on Apache Spark
escalating                        what findings ask together, once all records are collected
trouble                           the log: what could not be read or done, and what to do about it
sampling, strata, eligible        samples that anybody can draw again; `sampled` and `workbook` put them before auditors
collecting, agreement             filled-in workbooks read back (`collected`, `collectedforms`: what came of it)
figures, differing                counts over all cases with small numbers withheld; two audits compared
exporting                         prompts and events as Parquet, XES and OCEL
"""
