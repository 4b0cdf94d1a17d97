-- The operator's console: what the platform decides about its resellers, and the logs it looks through.

-- Why a shop is suspended, in the words its owners are told.
alter table resellers add column suspended_reason text not null default '' check (length(suspended_reason) <= 500);
-- Resellers are opened and steered across resellers, by the worker's role.
grant insert on resellers to clouddail_worker;
grant update (status, suspended_reason, commission_percent, earnings_hold_days, payout_minimum_micros)
    on resellers to clouddail_worker;

-- The most a shop may sell. No row and null mean no limit. In the shop's currency.
create table reseller_limits (
    reseller_id uuid primary key references resellers,
    order_max_micros bigint check (order_max_micros > 0),
    day_max_micros bigint check (day_max_micros > 0)
);
call close_tenant_table('reseller_limits', 'select, insert, update');
-- What a shop sold today, for the limit of a day.
create index orders_of_shop_by_day on orders (reseller_id, created_at);

-- What a shop may do at all. No row means everything.
create table reseller_features (
    reseller_id uuid primary key references resellers,
    numbers boolean not null default true,
    esims boolean not null default true,
    api boolean not null default true
);
call close_tenant_table('reseller_features', 'select, insert, update');

create index entries_by_time on operator_entries (reseller_id, created_at desc, id desc);

-- Logs are read newest first, a page at a time, by one of these.
create index audit_everywhere on audit_logs (at desc, id desc);
create index audit_of_shop on audit_logs (reseller_id, at desc, id desc);
drop index audit_by_time;
create index audit_of_actor on audit_logs (actor_id, at desc, id desc) where actor_id is not null;
create index audit_of_entity on audit_logs (entity, at desc, id desc);
create index audit_of_action on audit_logs (action, at desc, id desc);
create index mails_everywhere on mails (created_at desc, id desc);
create index mails_of_shop on mails (reseller_id, created_at desc, id desc);
create index mails_of_recipient on mails (recipient, created_at desc, id desc);
create index mails_of_template on mails (template, created_at desc, id desc);
create index mails_not_sent on mails (created_at desc, id desc) where state <> 'sent';
drop index webhooks_by_time;
create index webhooks_by_time on webhook_events (received_at desc, id desc);
create index webhooks_by_event on webhook_events (event_id);
create index webhooks_by_outcome on webhook_events (outcome, received_at desc, id desc);

-- Requests that did not prove to come from a vendor. Never their text: anybody can send one.
create table webhook_rejections (
    id uuid primary key,
    provider text not null,
    reason text not null check (length(reason) <= 200),
    size_bytes integer not null,
    received_at timestamptz not null
);
create index rejections_by_time on webhook_rejections (received_at desc, id desc);
grant select, insert on webhook_rejections to clouddail_worker;

-- What the platform tells resellers in their dashboards.
create table announcements (
    id uuid primary key,
    title text not null check (length(title) between 1 and 120),
    body text not null check (length(body) between 1 and 2000),
    is_for_all boolean not null,
    shown_from timestamptz not null,
    shown_until timestamptz not null check (shown_until > shown_from),
    created_by uuid,
    created_at timestamptz not null,
    withdrawn_at timestamptz
);
create index announcements_by_end on announcements (shown_until) where withdrawn_at is null;
create index announcements_by_time on announcements (created_at desc, id desc);
grant select on announcements to clouddail_app;
grant select, insert, update (withdrawn_at) on announcements to clouddail_worker;

-- Whom an announcement is for, when it is not for all.
create table announcement_readers (
    reseller_id uuid not null references resellers,
    announcement_id uuid not null references announcements,
    primary key (reseller_id, announcement_id)
);
create index readers_of_announcement on announcement_readers (announcement_id);
call close_tenant_table('announcement_readers', 'select, insert');

create table announcement_dismissals (
    reseller_id uuid not null,
    announcement_id uuid not null references announcements,
    user_id uuid not null,
    at timestamptz not null,
    primary key (reseller_id, user_id, announcement_id),
    foreign key (reseller_id, user_id) references users (reseller_id, id)
);
call close_tenant_table('announcement_dismissals', 'select, insert');

-- The queue's tables come with the queue's own migrations, after these; so looks at them are functions.
create function job_backlog(at timestamptz) returns table (
    task text, waiting bigint, due bigint, running bigint, failed bigint, oldest timestamptz) language plpgsql stable as
$$
begin
    return query
        select t.identifier, count(*) filter (where j.attempts < j.max_attempts and j.locked_at is null),
               count(*) filter (where j.attempts < j.max_attempts and j.locked_at is null and j.run_at <= $1),
               count(*) filter (where j.locked_at is not null),
               count(*) filter (where j.attempts >= j.max_attempts and j.locked_at is null),
               min(j.run_at) filter (where j.attempts < j.max_attempts and j.run_at <= $1)
          from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
         group by t.identifier order by t.identifier;
end $$;
-- Jobs that failed at least once, those given up first.
create function jobs_in_trouble(most integer) returns table (
    id bigint, task text, payload jsonb, attempts integer, max_attempts integer, last_error text,
    run_at timestamptz, created_at timestamptz) language plpgsql stable as
$$
begin
    return query
        select j.id::bigint, t.identifier, j.payload::jsonb, j.attempts::integer, j.max_attempts::integer,
               left(j.last_error, 500), j.run_at, j.created_at
          from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
         where j.last_error is not null and j.locked_at is null
         order by (j.attempts >= j.max_attempts) desc, j.id limit most;
end $$;
-- Lets failed jobs run at once, with all their tries: one, or all of a task that were given up.
create function retry_jobs(one bigint, of_task text, at timestamptz) returns bigint language plpgsql as
$$
declare retried bigint;
begin
    with chosen as (
        select j.id from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
         where j.locked_at is null and j.last_error is not null
           and (j.id = one or (one is null and t.identifier = of_task and j.attempts >= j.max_attempts))
           for no key update of j skip locked),
    done as (
        update graphile_worker._private_jobs j set attempts = 0, run_at = $3, updated_at = now()
          from chosen where j.id = chosen.id returning 1)
    select count(*) into retried from done;
    return retried;
end $$;
revoke execute on function job_backlog(timestamptz), jobs_in_trouble(integer), retry_jobs(bigint, text, timestamptz)
    from public;
grant execute on function job_backlog(timestamptz), jobs_in_trouble(integer), retry_jobs(bigint, text, timestamptz)
    to clouddail_worker;
-- Acts are looked for by the address of who acted, wherever the account is.
create index users_by_address on users (email);
