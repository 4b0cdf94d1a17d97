-- What vendors sent us and what only an operator can decide. Both belong to the platform: an event for a payment
-- nobody knows has no reseller.
create table webhook_events (
    id uuid primary key,
    provider text not null,
    event_id text not null,
    raw_body bytea not null check (length(raw_body) <= 262144),
    received_at timestamptz not null,
    processed_at timestamptz,
    outcome text not null default 'received' check (outcome in ('received', 'applied', 'unchanged', 'unknown', 'ignored')),
    detail text not null default '',
    deliveries integer not null default 1,
    constraint webhook_event_once unique (provider, event_id)
);
create index webhooks_by_time on webhook_events (received_at desc);
grant select, insert, update on webhook_events to clouddail_worker;

create table operator_cases (
    id uuid primary key,
    reseller_id uuid references resellers,
    kind text not null check (kind in ('order_unknown', 'payment_unknown', 'payment_mismatch', 'number_conflict')),
    -- What it is about; one open case each.
    reference text not null,
    summary text not null,
    opened_at timestamptz not null,
    closed_at timestamptz
);
create unique index one_open_case on operator_cases (kind, reference) where closed_at is null;
grant select, insert, update on operator_cases to clouddail_worker;

-- Enqueue a job in the caller's transaction. The queue's own tables stay closed to the app role.
create function enqueue_job(task text, payload json, run_at timestamptz, key text, attempts integer) returns void
language plpgsql security definer set search_path = pg_catalog as
$$
begin
    perform graphile_worker.add_job(
        identifier => task, payload => payload, queue_name => null, run_at => run_at,
        max_attempts => attempts, job_key => key, job_key_mode => 'replace');
end $$;
revoke execute on function enqueue_job(text, json, timestamptz, text, integer) from public;
grant execute on function enqueue_job(text, json, timestamptz, text, integer) to clouddail_app, clouddail_worker;
