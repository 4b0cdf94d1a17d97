-- The console's ledger goes shop by shop now, so nothing reads transfers by their id alone.
drop index transfers_by_id;
