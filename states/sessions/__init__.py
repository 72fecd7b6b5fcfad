"""Training of staff (业务培训): planned by place and month, held with a signed list, missing places in sight (BZ13)."""
