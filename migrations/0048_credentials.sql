-- A message or a call whose carrier never says what became of it.
alter table operator_cases drop constraint operator_cases_kind_check;
alter table operator_cases add constraint operator_cases_kind_check check (kind in ('order_unknown', 'payment_unknown',
    'payment_mismatch', 'number_conflict', 'books_wrong', 'bought_unassigned', 'assigned_gone', 'price_differs',
    'paid_not_credited', 'credited_not_paid', 'withdrawal_unknown', 'closing_balance', 'dispute_opened', 'bill_differs',
    'float_short', 'rate_old', 'line_unknown', 'message_unknown', 'call_unknown'));
