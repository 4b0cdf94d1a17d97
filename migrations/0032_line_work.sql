-- Work on lines: what their vendors are asked to do with them, lines for many employees at once, and what becomes of
-- the lines of those who leave.

-- What a vendor is asked to do with a line. The id is the key there, so asking again does nothing twice.
create table line_wishes (
    id uuid not null,
    reseller_id uuid not null,
    organization_id uuid not null,
    line_id uuid not null,
    verb text not null check (verb in ('suspend', 'reactivate', 'terminate')),
    state text not null check (state in ('waiting', 'asked', 'unknown', 'done', 'refused')),
    -- Somebody asked, it used up its cap, its employee left, or another line took its place.
    why text not null check (why in ('asked', 'cap', 'leaver', 'replaced')),
    -- The member who asked; none for jobs and systems.
    asked_by uuid,
    -- In the words of whoever asked.
    reason text not null default '' check (length(reason) <= 200),
    -- The vendor's no, in words for the company.
    refusal text check (length(refusal) <= 400),
    attempts integer not null default 0,
    requested_at timestamptz not null,
    asked_at timestamptz,
    ended_at timestamptz,
    primary key (reseller_id, organization_id, id),
    foreign key (reseller_id, organization_id, line_id) references lines (reseller_id, organization_id, id),
    foreign key (reseller_id, asked_by) references users (reseller_id, id),
    check ((ended_at is not null) = (state in ('done', 'refused'))),
    check ((refusal is not null) = (state = 'refused'))
);
create unique index one_open_wish_of_a_line on line_wishes (reseller_id, organization_id, line_id)
    where state in ('waiting', 'asked', 'unknown');
create index wishes_of_line on line_wishes (reseller_id, organization_id, line_id, requested_at desc);
create index open_wishes on line_wishes (requested_at) where state in ('waiting', 'asked', 'unknown');
call close_tenant_table('line_wishes', 'select, insert, update');

-- Finds what replaced a line, and lines of those who left.
create index lines_replacing on lines (reseller_id, organization_id, replaces_id) where replaces_id is not null;
create index lines_in_use on lines (reseller_id, organization_id, employee_id)
    where state not in ('terminated', 'recycled');
create index leavers on employees (ends_on) where ends_on is not null;

-- What becomes of the lines of those who leave; an employee's own choice goes before the company's.
alter table organizations add column leaver_lines text not null default 'terminate'
    check (leaver_lines in ('keep', 'suspend', 'terminate'));
alter table employees add column leaver_lines text check (leaver_lines in ('keep', 'suspend', 'terminate'));

-- One plan for many employees. A draft shows what it would cost; a job works through a started one.
create table line_batches (
    id uuid not null,
    reseller_id uuid not null,
    organization_id uuid not null,
    plan_id uuid not null references esim_data_plans,
    created_by uuid not null,
    created_at timestamptz not null,
    -- A dearer price is refused: the one that was seen.
    max_price_micros bigint not null check (max_price_micros >= 0),
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    started_at timestamptz,
    primary key (reseller_id, organization_id, id),
    foreign key (reseller_id, organization_id) references organizations (reseller_id, id),
    foreign key (reseller_id, created_by) references users (reseller_id, id)
);
create index batches_of_company on line_batches (reseller_id, organization_id, created_at desc);
call close_tenant_table('line_batches', 'select, insert, update, delete');

create table line_batch_rows (
    reseller_id uuid not null,
    organization_id uuid not null,
    batch_id uuid not null,
    position integer not null check (position between 1 and 500),
    employee_id uuid not null,
    -- The quote its order is bought by: the same key never buys twice.
    key uuid not null,
    order_id uuid,
    -- Why nothing was ordered, in words.
    fault text check (length(fault) <= 400),
    tries integer not null default 1,
    primary key (reseller_id, organization_id, batch_id, position),
    unique (reseller_id, organization_id, batch_id, employee_id),
    foreign key (reseller_id, organization_id, batch_id)
        references line_batches (reseller_id, organization_id, id) on delete cascade,
    foreign key (reseller_id, organization_id, employee_id) references employees (reseller_id, organization_id, id),
    foreign key (reseller_id, order_id) references orders (reseller_id, id),
    check (order_id is null or fault is null)
);
call close_tenant_table('line_batch_rows', 'select, insert, update, delete');

-- An event about a line as its vendor's adapter read it: without the request's headers it is not read again.
alter table webhook_events add column line_event jsonb;
