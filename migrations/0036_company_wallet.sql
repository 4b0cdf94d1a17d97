-- A company's payments are read by its wallet: whoever made them may have left.

create index payments_of_wallet on payments (reseller_id, wallet_id, created_at desc);
