-- What lines used: the vendors' counters as they were read, their sums of days, and what a company is told.

-- A counter as it stood at a time. `bytes` is what was used since the reading before it, in the order of `at`: negative
-- where the vendor corrected itself. Partitions are months (UTC); see `make_usage_months`.
create table usage_events (
    reseller_id uuid not null,
    organization_id uuid not null,
    line_id uuid not null,
    -- The vendor's id of the plan on the line.
    counter text collate "C" not null check (length(counter) between 1 and 200),
    at timestamptz not null,
    -- The vendor's id of what it sent; empty for what we asked.
    event text collate "C" not null check (length(event) <= 200),
    provider text not null,
    -- Whose it was when it was told. The nil UUID is no team: a team that is removed later stays in what was counted.
    employee_id uuid not null,
    team_id uuid not null,
    cost_centre text not null,
    -- ISO 3166-1 alpha-2; empty where the vendor does not tell.
    country text not null check (length(country) in (0, 2)),
    -- In the time zone the company had when it was told.
    day date not null,
    total_bytes bigint not null check (total_bytes >= 0),
    bytes bigint not null,
    received_at timestamptz not null,
    primary key (reseller_id, line_id, counter, at, event),
    foreign key (reseller_id, organization_id, line_id) references lines (reseller_id, organization_id, id)
) partition by range (at);
call close_tenant_table('usage_events', 'select, insert, update');

-- Months from the one of `first` to the one of `last`; those that are there stay.
create function make_usage_months(first date, last date) returns integer language plpgsql security definer
    set search_path = public, pg_temp as
$$
declare
    month date := date_trunc('month', first)::date;
    name text;
    made integer := 0;
begin
    while month <= last loop
        name := 'usage_events_' || to_char(month, 'YYYY_MM');
        if to_regclass(name) is null then
            execute format('create table %I partition of usage_events for values from (%L) to (%L)', name,
                month::timestamp at time zone 'UTC', (month + interval '1 month') at time zone 'UTC');
            call close_tenant_table(name, 'select');
            made := made + 1;
        end if;
        month := (month + interval '1 month')::date;
    end loop;
    return made;
end $$;

-- Months that ended before that day go, with what was read in them; the days stay.
create function drop_usage_months(before date) returns integer language plpgsql security definer
    set search_path = public, pg_temp as
$$
declare
    name text;
    dropped integer := 0;
begin
    for name in select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
                where i.inhparent = 'usage_events'::regclass
                  and to_date(right(c.relname, 7), 'YYYY_MM') + interval '1 month' <= before
    loop
        execute format('drop table %I', name);
        dropped := dropped + 1;
    end loop;
    return dropped;
end $$;
revoke all on function make_usage_months(date, date), drop_usage_months(date) from public;
grant execute on function make_usage_months(date, date), drop_usage_months(date) to clouddail_worker;
select make_usage_months((now() - interval '1 month')::date, (now() + interval '2 months')::date);

-- Where each counter stands: its newest reading.
create table usage_counters (
    reseller_id uuid not null,
    organization_id uuid not null,
    line_id uuid not null,
    counter text collate "C" not null,
    at timestamptz not null,
    event text collate "C" not null,
    total_bytes bigint not null,
    primary key (reseller_id, line_id, counter),
    foreign key (reseller_id, organization_id, line_id) references lines (reseller_id, organization_id, id)
);
call close_tenant_table('usage_counters', 'select, insert, update');

-- Sums of `usage_events`, line by line; kept when the readings are gone.
create table usage_days (
    reseller_id uuid not null,
    organization_id uuid not null,
    day date not null,
    line_id uuid not null,
    team_id uuid not null,
    cost_centre text not null,
    country text not null,
    employee_id uuid not null,
    bytes bigint not null,
    events bigint not null,
    primary key (reseller_id, organization_id, day, line_id, team_id, cost_centre, country),
    foreign key (reseller_id, organization_id, line_id) references lines (reseller_id, organization_id, id)
);
create index usage_of_employee on usage_days (reseller_id, organization_id, employee_id, day);
call close_tenant_table('usage_days', 'select, insert, update');

-- Sums of `usage_days` without the lines, so that a company's chart reads a few rows a day however many lines it has.
create table usage_groups (
    reseller_id uuid not null,
    organization_id uuid not null,
    day date not null,
    team_id uuid not null,
    cost_centre text not null,
    country text not null,
    bytes bigint not null,
    events bigint not null,
    primary key (reseller_id, organization_id, day, team_id, cost_centre, country),
    foreign key (reseller_id, organization_id) references organizations (reseller_id, id)
);
call close_tenant_table('usage_groups', 'select, insert, update');

-- When a line was last asked about, whether or not it answered.
alter table lines add column pulled_at timestamptz;
create index lines_to_pull on lines (provider, pulled_at nulls first) where ended_at is null;

-- What was given back, by time.
create index refunds_by_time on refunds (reseller_id, at);

-- What a company was told, once for each period and threshold.
create table alerts (
    id uuid not null,
    reseller_id uuid not null,
    organization_id uuid not null,
    kind text not null check (kind in ('line', 'cap', 'budget', 'quota')),
    -- The line, the budget, the quota.
    subject_id uuid not null,
    -- What the threshold is once for: an allowance, a month.
    period text not null check (length(period) between 1 and 60),
    -- In per cent.
    threshold smallint not null check (threshold between 1 and 1000),
    -- Whose managers see it; none is the whole company's.
    team_id uuid,
    title text not null check (length(title) between 1 and 200),
    detail text not null check (length(detail) <= 500),
    -- The page of what it is about.
    path text not null check (path like '/business%' and length(path) <= 200),
    at timestamptz not null,
    primary key (reseller_id, organization_id, id),
    constraint alert_once unique (reseller_id, organization_id, kind, subject_id, period, threshold),
    foreign key (reseller_id, organization_id) references organizations (reseller_id, id),
    foreign key (reseller_id, organization_id, team_id) references teams (reseller_id, organization_id, id)
        on delete set null (team_id)
);
create index alerts_of_company on alerts (reseller_id, organization_id, at desc, id desc);
call close_tenant_table('alerts', 'select, insert');

-- Up to when a member has looked at them.
create table alerts_seen (
    reseller_id uuid not null,
    organization_id uuid not null,
    user_id uuid not null,
    seen_at timestamptz not null,
    primary key (reseller_id, organization_id, user_id),
    foreign key (reseller_id, organization_id, user_id)
        references organization_members (reseller_id, organization_id, user_id) on delete cascade
);
call close_tenant_table('alerts_seen', 'select, insert, update');

-- What is told and to whom; without a row, the usual.
create table alert_rules (
    reseller_id uuid not null,
    organization_id uuid not null,
    kind text not null check (kind in ('line', 'cap', 'budget', 'quota')),
    -- In per cent; none switches the kind off.
    thresholds smallint[] not null check (cardinality(thresholds) <= 5),
    -- Roles that get it by mail.
    mailed text[] not null check (mailed <@ array['owner', 'admin', 'finance', 'manager']),
    primary key (reseller_id, organization_id, kind),
    foreign key (reseller_id, organization_id) references organizations (reseller_id, id)
);
call close_tenant_table('alert_rules', 'select, insert, update');

-- What a company paid and got back in a span: the one definition of its spend. An order is paid when it is delivered;
-- one that waits for a month for its vendor is a case long before.
create function company_spend(of_reseller uuid, of_company uuid, since timestamptz, until timestamptz)
    returns table (at timestamptz, order_id uuid, employee_id uuid, team_id uuid, cost_centre text, plan text,
                   country text, currency text, charged_micros bigint, refunded_micros bigint)
    language sql stable as
$$
    select e.at, o.id, o.employee_id, o.team_id, o.cost_centre, coalesce(l.item ->> 'name', l.item ->> 'e164', ''),
           coalesce(l.item ->> 'country', ''), o.currency::text, o.charged_micros, 0::bigint
      from orders o
      join order_events e on e.reseller_id = o.reseller_id and e.order_id = o.id and e.kind = 'captured'
      join order_lines l on l.reseller_id = o.reseller_id and l.order_id = o.id and l.position = 1
     where o.reseller_id = of_reseller and o.organization_id = of_company
       and o.created_at >= since - interval '30 days' and o.created_at < until and e.at >= since and e.at < until
    union all
    select r.at, o.id, o.employee_id, o.team_id, o.cost_centre, coalesce(l.item ->> 'name', l.item ->> 'e164', ''),
           coalesce(l.item ->> 'country', ''), o.currency::text, 0::bigint, r.amount_micros
      from refunds r
      join orders o on o.reseller_id = r.reseller_id and o.id = r.order_id
      join order_lines l on l.reseller_id = o.reseller_id and l.order_id = o.id and l.position = 1
     where r.reseller_id = of_reseller and r.at >= since and r.at < until and o.organization_id = of_company
$$;
