"""Charts: numbers of the model as options for ECharts, each with words and a table for who does not see it."""
