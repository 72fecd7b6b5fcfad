"""The paper ledger of a village's key facts with two columns to sign (TZ25)."""
