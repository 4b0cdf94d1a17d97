-- What the nightly comparison found, and bills of providers.

alter table operator_cases drop constraint operator_cases_kind_check;
alter table operator_cases add constraint operator_cases_kind_check check (kind in ('order_unknown', 'payment_unknown',
    'payment_mismatch', 'number_conflict', 'books_wrong', 'bought_unassigned', 'assigned_gone', 'price_differs',
    'paid_not_credited', 'credited_not_paid', 'withdrawal_unknown', 'closing_balance', 'dispute_opened', 'bill_differs',
    'float_short', 'rate_old'));
alter table operator_cases
    add column provider text,
    -- Figures and ids behind the summary, for the verbs and the page.
    add column details jsonb not null default '{}',
    add column last_seen_at timestamptz,
    add column resolution text check (resolution in ('adopted', 'released', 'credited', 'settled', 'gone', 'dismissed')),
    add column resolution_note text not null default '',
    add column closed_by uuid;
update operator_cases set resolution = 'gone' where closed_at is not null;
alter table operator_cases add constraint closed_cases_say_how check ((closed_at is null) = (resolution is null));

create table provider_bills (
    id uuid primary key,
    provider text not null,
    name text not null check (length(name) between 1 and 200),
    -- SHA-256 of the file: the same file again is the same bill.
    digest bytea not null unique check (length(digest) = 32),
    period_from date not null,
    period_until date not null,
    currency char(3) not null,
    imported_at timestamptz not null,
    check (period_until > period_from)
);
grant select, insert on provider_bills to clouddail_worker;

create table provider_bill_lines (
    bill_id uuid not null references provider_bills,
    position integer not null,
    -- What the provider calls it: an E.164, an ICCID, an order id, our reference.
    reference text not null,
    description text not null,
    amount_micros bigint not null,
    outcome text not null check (outcome in ('matched', 'provider_only', 'ours_only', 'amount_differs')),
    cause text not null default '',
    reseller_id uuid references resellers,
    order_id uuid,
    our_micros bigint,
    primary key (bill_id, position)
);
create index bill_lines_to_look_at on provider_bill_lines (bill_id) where outcome <> 'matched';
grant select, insert on provider_bill_lines to clouddail_worker;

-- The queue's tables come with the queue's own migrations, after these; so looks at them are functions.
create function jobs_given_up() returns setof text language plpgsql stable as
$$
begin
    return query
        select format('job %s (%s) was given up after %s tries: %s', j.id, t.identifier, j.attempts,
                      coalesce(left(j.last_error, 200), 'it left no reason'))
          from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
         where j.attempts >= j.max_attempts order by j.id limit 100;
end $$;
create function jobs_overdue(due_before timestamptz) returns setof text language plpgsql stable as
$$
begin
    return query
        select format('job %s (%s) should have run at %s', j.id, t.identifier, j.run_at)
          from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
         where j.attempts < j.max_attempts and j.run_at < due_before order by j.run_at limit 100;
end $$;
