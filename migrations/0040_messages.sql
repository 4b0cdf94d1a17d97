-- Text messages: what was written and what came in, what each cost, who must not be written to.
-- Not partitioned: the keyset indexes below stay small enough for years of a shop's messages, and money points at rows.
create table messages (
    id uuid not null,
    reseller_id uuid not null,
    user_id uuid not null,
    number_id uuid not null,
    direction text not null check (direction in ('out', 'in')),
    -- The other side.
    peer text not null check (peer ~ '^\+?[0-9A-Za-z]{2,20}$'),
    country char(2),
    body text not null check (length(body) <= 1600),
    encoding text not null check (encoding in ('GSM-7', 'UCS-2')),
    segments integer not null check (segments between 0 and 100),
    state text not null check (state in ('queued', 'sending', 'unknown', 'refused', 'accepted', 'sent', 'delivered',
        'undelivered', 'failed', 'received')),
    provider text not null,
    provider_message_id text,
    -- Found by number, time and text, where no answer and no report named it.
    is_assumed boolean not null default false,
    refusal text,
    error_code text,
    payer text check (payer in ('customer', 'float')),
    wallet_id uuid,
    settlement_mode text check (settlement_mode in ('platform_collects', 'reseller_collects')),
    price_stack jsonb,
    charged_micros bigint check (charged_micros > 0),
    currency char(3),
    api_key_id uuid,
    attempts integer not null default 0,
    created_at timestamptz not null,
    submitted_at timestamptz,
    updated_at timestamptz not null,
    read_at timestamptz,
    primary key (reseller_id, id),
    foreign key (reseller_id, user_id) references users (reseller_id, id),
    foreign key (reseller_id, number_id) references virtual_numbers (reseller_id, id),
    foreign key (reseller_id, wallet_id) references wallets (reseller_id, id),
    check ((direction = 'in') = (state = 'received')),
    check (direction = 'in' or num_nulls(payer, wallet_id, settlement_mode, price_stack, charged_micros, currency) = 0),
    check (state not in ('accepted', 'sent', 'delivered', 'undelivered', 'failed', 'received')
           or provider_message_id is not null)
);
create unique index message_of_vendor_once on messages (provider, direction, provider_message_id)
    where provider_message_id is not null;
create index messages_of_user on messages (reseller_id, user_id, created_at desc, id desc);
create index messages_of_peer on messages (reseller_id, number_id, peer, created_at desc, id desc);
create index messages_by_time on messages (reseller_id, created_at desc, id desc);
create index messages_of_key on messages (reseller_id, api_key_id, created_at) where api_key_id is not null;
create index unread_messages on messages (reseller_id, user_id) where direction = 'in' and read_at is null;
create index messages_in_flight on messages (updated_at) where state in ('queued', 'sending', 'unknown');
call close_tenant_table('messages', 'select, insert, update');

create table message_events (
    reseller_id uuid not null,
    seq bigint generated always as identity,
    message_id uuid not null,
    kind text not null check (length(kind) between 1 and 30),
    detail text not null default '',
    at timestamptz not null,
    primary key (reseller_id, seq),
    foreign key (reseller_id, message_id) references messages (reseller_id, id)
);
create index events_of_message on message_events (reseller_id, message_id, seq);
call close_tenant_table('message_events', 'select, insert');
call make_append_only('message_events');

-- Money set aside for a message.
alter table holds add column message_id uuid;
alter table holds drop constraint hold_has_one_purpose;
alter table holds add constraint hold_has_one_purpose check (num_nonnulls(order_id, withdrawal_id, message_id) = 1);
alter table holds add foreign key (reseller_id, message_id) references messages (reseller_id, id);
create unique index one_hold_per_wallet_and_message on holds (reseller_id, message_id, wallet_id)
    where message_id is not null;

-- A reseller's share of a message.
alter table earnings add column message_id uuid;
alter table earnings add foreign key (reseller_id, message_id) references messages (reseller_id, id);
do $$
declare
    found text;
begin
    select conname into strict found from pg_constraint
     where conrelid = 'earnings'::regclass and contype = 'c' and pg_get_constraintdef(oid) like '%order_id IS NOT NULL%';
    execute format('alter table earnings drop constraint %I', found);
end $$;
alter table earnings add constraint earning_is_of_something
    check (num_nonnulls(order_id, message_id) = 1 or kind not in ('sale', 'clawback'));

-- Who answered STOP, until they answer START.
create table message_opt_outs (
    reseller_id uuid not null,
    number_id uuid not null,
    peer text not null,
    since timestamptz not null,
    primary key (reseller_id, number_id, peer),
    foreign key (reseller_id, number_id) references virtual_numbers (reseller_id, id)
);
call close_tenant_table('message_opt_outs', 'select, insert, delete');

-- When a number writes to nobody, by its owner's clock; minutes of the day, the end may be on the next day.
create table message_quiet_hours (
    reseller_id uuid not null,
    number_id uuid not null,
    from_minute smallint not null check (from_minute between 0 and 1439),
    until_minute smallint not null check (until_minute between 0 and 1439),
    primary key (reseller_id, number_id),
    foreign key (reseller_id, number_id) references virtual_numbers (reseller_id, id),
    check (from_minute <> until_minute)
);
call close_tenant_table('message_quiet_hours', 'select, insert, update, delete');

-- The vendor brings what comes in for this number to us.
alter table virtual_numbers add column inbox_at timestamptz;
create index numbers_without_inbox on virtual_numbers (purchased_at)
    where inbox_at is null and state = 'active' and has_sms;

-- People a customer writes to.
create table contacts (
    id uuid not null,
    reseller_id uuid not null,
    user_id uuid not null,
    e164 text not null check (e164 ~ '^\+[1-9][0-9]{6,14}$'),
    name text not null check (length(name) between 1 and 80),
    tags text[] not null default '{}' check (cardinality(tags) <= 10),
    note text not null default '' check (length(note) <= 500),
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (reseller_id, id),
    constraint contact_once unique (reseller_id, user_id, e164),
    foreign key (reseller_id, user_id) references users (reseller_id, id)
);
create index contacts_by_name on contacts (reseller_id, user_id, lower(name), id);
call close_tenant_table('contacts', 'select, insert, update, delete');

-- Where a shop's customers may write to, where it differs from the usual list; and its guard against pumping.
create table message_countries (
    reseller_id uuid not null references resellers,
    country char(2) not null,
    is_on boolean not null,
    primary key (reseller_id, country)
);
call close_tenant_table('message_countries', 'select, insert, update, delete');

create table message_guards (
    reseller_id uuid not null references resellers,
    mode text not null check (mode in ('record', 'enforce')),
    -- Messages of one customer in ten minutes: to one range of numbers, and altogether; and of the whole shop.
    range_max integer not null check (range_max between 1 and 10000),
    customer_max integer not null check (customer_max between 1 and 10000),
    shop_max integer not null check (shop_max between 1 and 1000000),
    primary key (reseller_id)
);
call close_tenant_table('message_guards', 'select, insert, update');

create table message_alarms (
    reseller_id uuid not null references resellers,
    seq bigint generated always as identity,
    user_id uuid not null,
    kind text not null check (kind in ('range', 'customer', 'shop')),
    range text not null,
    counted integer not null,
    is_refused boolean not null,
    at timestamptz not null,
    primary key (reseller_id, seq),
    foreign key (reseller_id, user_id) references users (reseller_id, id)
);
create index alarms_by_time on message_alarms (reseller_id, at desc);
call close_tenant_table('message_alarms', 'select, insert');

-- Messages are sales too: by country and vendor, under one name.
alter table figures_daily drop constraint figures_daily_kind_check;
alter table figures_daily add constraint figures_daily_kind_check check (kind in ('number', 'esim', 'message'));
create or replace function figures_of_ledger(of_reseller uuid, since timestamptz, until timestamptz, zone text)
    returns setof figures_daily language sql stable as
$$
    select t.reseller_id, (t.at at time zone zone)::date, o.kind, coalesce(l.item ->> 'country', ''),
           coalesce(case o.kind when 'number' then l.item ->> 'number_type' else l.item ->> 'name' end, ''),
           o.provider, t.currency,
           count(*) filter (where t.kind = 'sale'), count(*) filter (where t.kind = 'refund'),
           coalesce(sum(-legs.paid) filter (where t.kind = 'sale'), 0)::bigint,
           coalesce(sum(legs.paid) filter (where t.kind = 'refund'), 0)::bigint,
           -- Where the float is the buyer, the reseller sells outside and keeps what it takes there.
           sum(legs.earned + legs.sold + case when o.payer = 'float' then 0 else legs.float end)::bigint,
           sum(legs.earned)::bigint, sum(-legs.float)::bigint, sum(legs.cost)::bigint, sum(legs.platform)::bigint,
           sum(legs.commission)::bigint
      from ledger_transfers t
      join orders o on o.reseller_id = t.reseller_id and o.id = t.reference_id
      join order_lines l on l.reseller_id = o.reseller_id and l.order_id = o.id and l.position = 1
      cross join lateral (
          select coalesce(sum(e.amount_micros) filter (where e.account = 'reseller_earnings'), 0) as earned,
                 coalesce(sum(e.amount_micros) filter (where e.account = 'reseller_sales'), 0) as sold,
                 coalesce(sum(e.amount_micros) filter (where e.account = 'provider_payable'), 0) as cost,
                 coalesce(sum(e.amount_micros) filter (where e.account = 'platform_revenue'), 0) as platform,
                 coalesce(sum(e.amount_micros) filter (where e.account = 'commission'), 0) as commission,
                 coalesce(sum(e.amount_micros) filter (where e.wallet_id = any (shop.floats)), 0) as float,
                 coalesce(sum(e.amount_micros)
                          filter (where (e.wallet_id = any (shop.floats)) = (o.payer = 'float')), 0) as paid
            from ledger_entries e,
                 (select array(select w.id from wallets w
                               where w.reseller_id = of_reseller and w.owner_kind = 'reseller_float') as floats) as shop
           where e.reseller_id = t.reseller_id and e.transfer_id = t.id) as legs
     where t.reseller_id = of_reseller and t.kind in ('sale', 'refund') and t.at >= since and t.at < until
     group by t.reseller_id, 2, o.kind, 4, 5, o.provider, t.currency
    union all
    select t.reseller_id, (t.at at time zone zone)::date, 'message', coalesce(m.country, ''), 'Messages', m.provider,
           t.currency, count(*), 0, coalesce(sum(-legs.paid), 0)::bigint, 0,
           sum(legs.earned + legs.sold + case when m.payer = 'float' then 0 else legs.float end)::bigint,
           sum(legs.earned)::bigint, sum(-legs.float)::bigint, sum(legs.cost)::bigint, sum(legs.platform)::bigint,
           sum(legs.commission)::bigint
      from ledger_transfers t
      join messages m on m.reseller_id = t.reseller_id and m.id = t.reference_id
      cross join lateral (
          select coalesce(sum(e.amount_micros) filter (where e.account = 'reseller_earnings'), 0) as earned,
                 coalesce(sum(e.amount_micros) filter (where e.account = 'reseller_sales'), 0) as sold,
                 coalesce(sum(e.amount_micros) filter (where e.account = 'provider_payable'), 0) as cost,
                 coalesce(sum(e.amount_micros) filter (where e.account = 'platform_revenue'), 0) as platform,
                 coalesce(sum(e.amount_micros) filter (where e.account = 'commission'), 0) as commission,
                 coalesce(sum(e.amount_micros) filter (where e.wallet_id = any (shop.floats)), 0) as float,
                 coalesce(sum(e.amount_micros)
                          filter (where (e.wallet_id = any (shop.floats)) = (m.payer = 'float')), 0) as paid
            from ledger_entries e,
                 (select array(select w.id from wallets w
                               where w.reseller_id = of_reseller and w.owner_kind = 'reseller_float') as floats) as shop
           where e.reseller_id = t.reseller_id and e.transfer_id = t.id) as legs
     where t.reseller_id = of_reseller and t.kind = 'sale' and t.reference_type = 'message'
       and t.at >= since and t.at < until
     group by t.reseller_id, 2, m.country, m.provider, t.currency
$$;
