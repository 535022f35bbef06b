"""Where runs are kept: a folder of Parquet parts that loses nothing, and the tables made from it."""
