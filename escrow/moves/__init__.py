"""Every way money moves: small pure functions that answer a `Move`. `A -> B n`: debit A, credit B, n minor units."""
