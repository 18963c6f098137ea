"""What screens share: lines painted from parts (`painted`), the virtual table, a page of lines, bars and the chart."""
