-- The vendors as operators steer and watch them, what their catalogues changed, and when the books were last looked at.
create table providers (
    name text primary key check (length(name) <= 40),
    kind text not null check (kind in ('numbers', 'esims', 'payments')),
    -- A paused vendor gets no new sales; what was sold is finished and asked about.
    paused_at timestamptz,
    paused_by uuid,
    pause_reason text not null default '' check (length(pause_reason) <= 300),
    check ((paused_at is null) = (pause_reason = ''))
);
insert into providers (name, kind) values ('twilio', 'numbers'), ('telna', 'esims'), ('flutterwave', 'payments');
grant select on providers to clouddail_app;
grant select, update on providers to clouddail_worker;

-- Keys put over those of the environment. The row stays when they are removed, so that every process sees the change.
create table provider_credentials (
    provider text primary key references providers,
    version integer not null check (version > 0),
    -- XChaCha20-Poly1305; see backend::seal. Empty: the environment's keys are in use.
    sealed bytea,
    hint text not null default '' check (length(hint) <= 8),
    changed_by uuid,
    changed_at timestamptz not null
);
grant select, insert, update on provider_credentials to clouddail_worker;

-- What calls came to, by the minute: a row for what one process counted, none for a single call.
create table provider_health (
    provider text not null references providers,
    minute timestamptz not null,
    seq bigint generated always as identity,
    ok bigint not null,
    refused bigint not null,
    busy bigint not null,
    failed bigint not null,
    -- Calls by latency; the bounds are those of providers::watch.
    buckets bigint[] not null check (cardinality(buckets) = 12),
    primary key (provider, minute, seq)
);
create index health_by_minute on provider_health (minute);
grant select, insert, delete on provider_health to clouddail_worker;

-- Each time our copy of a catalogue was brought up to date, or could not be.
create table catalogue_syncs (
    id uuid primary key,
    provider text not null references providers,
    at timestamptz not null,
    products bigint not null,
    added bigint not null,
    gone bigint not null,
    changed bigint not null,
    -- Why it stayed as it was; empty when it did not.
    failure text not null default '' check (length(failure) <= 500)
);
grant select, insert on catalogue_syncs to clouddail_worker;
create table catalogue_changes (
    sync_id uuid not null references catalogue_syncs,
    position integer not null,
    kind text not null check (kind in ('added', 'gone', 'back', 'cost', 'minimum')),
    product text not null,
    name text not null,
    before_micros bigint,
    after_micros bigint,
    currency char(3),
    primary key (sync_id, position)
);
grant select, insert on catalogue_changes to clouddail_worker;

-- Comparisons of providers, ledger and inventory.
create table comparison_runs (
    id uuid primary key,
    began_at timestamptz not null,
    ended_at timestamptz not null,
    found bigint not null,
    opened bigint not null,
    -- Each part with how much it found, or why it was left out.
    parts jsonb not null
);
grant select, insert on comparison_runs to clouddail_worker;

-- Cases in the order they were opened: their ids sort by time.
create index closed_cases on operator_cases (id desc) where closed_at is not null;
-- An order by its id alone, and the newest of all shops.
create index orders_by_id on orders (id);

-- The queue's tables come with the queue's own migrations, so looks at them are functions.
create function jobs_of_keys(keys text[])
returns table (key text, run_at timestamptz, attempts integer, last_error text) language plpgsql stable as
$$
begin
    return query
        select j.key, j.run_at, j.attempts::integer, left(coalesce(j.last_error, ''), 300)
          from graphile_worker._private_jobs j where j.key = any(keys);
end $$;
create function jobs_waiting(due_before timestamptz)
returns table (due bigint, given_up bigint, oldest timestamptz) language plpgsql stable as
$$
begin
    return query
        select count(*) filter (where j.attempts < j.max_attempts and j.run_at <= due_before),
               count(*) filter (where j.attempts >= j.max_attempts),
               min(j.run_at) filter (where j.attempts < j.max_attempts and j.run_at <= due_before)
          from graphile_worker._private_jobs j;
end $$;
create index cases_of_order on operator_cases ((details ->> 'order'));
create index cases_by_reference on operator_cases (reference);
