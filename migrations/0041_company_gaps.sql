-- What companies still lacked: lines stopped where roaming is blocked.

-- A line can be stopped because data was used in a country the company blocks.
alter table lines drop constraint lines_suspended_for_check,
    add constraint lines_suspended_for_check check (suspended_for in ('asked', 'cap', 'leaver', 'roaming'));
alter table line_wishes drop constraint line_wishes_why_check,
    add constraint line_wishes_why_check check (why in ('asked', 'cap', 'leaver', 'replaced', 'roaming'));
alter table alerts drop constraint alerts_kind_check,
    add constraint alerts_kind_check check (kind in ('line', 'cap', 'roaming', 'budget', 'quota'));
alter table alert_rules drop constraint alert_rules_kind_check,
    add constraint alert_rules_kind_check check (kind in ('line', 'cap', 'roaming', 'budget', 'quota'));

-- Mailed links that were used or ran out are swept.
grant delete on email_verifications, password_resets, staff_invitations, organization_invitations to clouddail_worker;

-- Answers are sealed from now on. Those in clear are forgotten: the same request finds what it made again.
truncate idempotency_keys;
comment on column idempotency_keys.body is 'Sealed.';

-- A line's carrier that never says whether it did what it was asked.
alter table operator_cases drop constraint operator_cases_kind_check;
alter table operator_cases add constraint operator_cases_kind_check check (kind in ('order_unknown', 'payment_unknown',
    'payment_mismatch', 'number_conflict', 'books_wrong', 'bought_unassigned', 'assigned_gone', 'price_differs',
    'paid_not_credited', 'credited_not_paid', 'withdrawal_unknown', 'closing_balance', 'dispute_opened', 'bill_differs',
    'float_short', 'rate_old', 'line_unknown'));

-- A company is reminded of an overdue invoice once for each number of days.
create table invoice_reminders (
    reseller_id uuid not null,
    invoice_id uuid not null,
    after_days smallint not null check (after_days > 0),
    at timestamptz not null,
    primary key (reseller_id, invoice_id, after_days),
    foreign key (reseller_id, invoice_id) references organization_invoices (reseller_id, id)
);
call close_tenant_table('invoice_reminders', 'select, insert');
