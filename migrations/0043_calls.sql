-- Calls from and to customers' numbers: who rang whom, how long, what each cost and earned.
create table call_detail_records (
    id uuid not null,
    reseller_id uuid not null,
    user_id uuid not null,
    number_id uuid not null,
    direction text not null check (direction in ('out', 'in')),
    -- The other side, as it was dialled or shown.
    peer text not null check (peer ~ '^\+?[0-9A-Za-z]{2,20}$'),
    country char(2),
    -- The owner's own phone: rung first for a call out, forwarded to for a call in.
    phone text check (phone ~ '^\+[1-9][0-9]{6,14}$'),
    state text not null check (state in ('queued', 'unknown', 'ringing', 'in_progress', 'completed', 'busy', 'no_answer',
        'failed', 'canceled', 'cut_off')),
    provider text not null,
    -- Of the leg the vendor opened first, and of the one it joined to it.
    provider_call_id text,
    provider_leg_id text,
    -- Found by numbers and time, where no answer and no report named it.
    is_assumed boolean not null default false,
    refusal text,
    payer text not null check (payer in ('customer', 'float')),
    wallet_id uuid not null,
    settlement_mode text not null check (settlement_mode in ('platform_collects', 'reseller_collects')),
    -- Prices of a minute: of the first leg and of the second. Null where it costs nothing.
    first_rate jsonb,
    second_rate jsonb,
    -- The vendor ends the second leg by then.
    limit_seconds integer not null check (limit_seconds >= 0),
    -- Paid for so far, and how often that was lengthened.
    held_seconds integer not null check (held_seconds >= 0),
    slice integer not null default 0,
    -- The slice ends and is looked at.
    watch_at timestamptz not null,
    price_stack jsonb,
    charged_micros bigint check (charged_micros > 0),
    currency char(3) not null,
    seconds integer check (seconds >= 0),
    billed_seconds integer check (billed_seconds >= 0),
    -- What was talked beyond what the wallet could pay.
    unbilled_seconds integer not null default 0 check (unbilled_seconds >= 0),
    is_cut_off boolean not null default false,
    attempts integer not null default 0,
    created_at timestamptz not null,
    submitted_at timestamptz,
    answered_at timestamptz,
    ended_at timestamptz,
    updated_at timestamptz not null,
    primary key (reseller_id, id),
    foreign key (reseller_id, user_id) references users (reseller_id, id),
    foreign key (reseller_id, number_id) references virtual_numbers (reseller_id, id),
    foreign key (reseller_id, wallet_id) references wallets (reseller_id, id),
    check ((ended_at is null) = (state in ('queued', 'unknown', 'ringing', 'in_progress'))),
    check ((charged_micros is null) = (price_stack is null)),
    check (charged_micros is null or ended_at is not null)
);
create unique index call_of_vendor_once on call_detail_records (provider, provider_call_id)
    where provider_call_id is not null;
create index calls_of_user on call_detail_records (reseller_id, user_id, created_at desc, id desc);
create index calls_by_time on call_detail_records (reseller_id, created_at desc, id desc);
create index calls_under_way on call_detail_records (watch_at) where ended_at is null;
call close_tenant_table('call_detail_records', 'select, insert, update');

create table call_events (
    reseller_id uuid not null,
    seq bigint generated always as identity,
    call_id uuid not null,
    kind text not null check (length(kind) between 1 and 30),
    detail text not null default '',
    at timestamptz not null,
    primary key (reseller_id, seq),
    foreign key (reseller_id, call_id) references call_detail_records (reseller_id, id)
);
create index events_of_call on call_events (reseller_id, call_id, seq);
call close_tenant_table('call_events', 'select, insert');
call make_append_only('call_events');

-- What becomes of a call to a number.
create table number_settings (
    reseller_id uuid not null,
    number_id uuid not null,
    forward_to text check (forward_to ~ '^\+[1-9][0-9]{6,14}$'),
    ring_seconds smallint not null default 25 check (ring_seconds between 5 and 60),
    has_voicemail boolean not null default true,
    greeting text not null default '' check (length(greeting) <= 300),
    primary key (reseller_id, number_id),
    foreign key (reseller_id, number_id) references virtual_numbers (reseller_id, id)
);
call close_tenant_table('number_settings', 'select, insert, update');

-- What callers left; the sound stays with the vendor and is played through us.
create table voicemails (
    reseller_id uuid not null,
    call_id uuid not null,
    provider_recording_id text not null check (length(provider_recording_id) between 1 and 100),
    seconds integer not null check (seconds >= 0),
    at timestamptz not null,
    primary key (reseller_id, call_id),
    foreign key (reseller_id, call_id) references call_detail_records (reseller_id, id)
);
call close_tenant_table('voicemails', 'select, insert');

-- Money set aside for a call: one slice at a time.
alter table holds add column call_id uuid;
alter table holds drop constraint hold_has_one_purpose;
alter table holds add constraint hold_has_one_purpose
    check (num_nonnulls(order_id, withdrawal_id, message_id, call_id) = 1);
alter table holds add foreign key (reseller_id, call_id) references call_detail_records (reseller_id, id);
create unique index one_open_hold_per_wallet_and_call on holds (reseller_id, call_id, wallet_id)
    where call_id is not null and state = 'open';

-- A reseller's share of a call.
alter table earnings add column call_id uuid;
alter table earnings add foreign key (reseller_id, call_id) references call_detail_records (reseller_id, id);
alter table earnings drop constraint earning_is_of_something;
alter table earnings add constraint earning_is_of_something
    check (num_nonnulls(order_id, message_id, call_id) = 1 or kind not in ('sale', 'clawback'));

-- The vendor asks us about calls to each number too, so each is opened once more.
update virtual_numbers set inbox_at = null where has_voice;
drop index numbers_without_inbox;
create index numbers_without_inbox on virtual_numbers (purchased_at)
    where inbox_at is null and state = 'active' and (has_sms or has_voice);

-- Calls are sales too: by country and vendor, under one name.
alter table figures_daily drop constraint figures_daily_kind_check;
alter table figures_daily add constraint figures_daily_kind_check check (kind in ('number', 'esim', 'message', 'call'));
alter function figures_of_ledger(uuid, timestamptz, timestamptz, text) rename to figures_of_orders_and_messages;
create function figures_of_ledger(of_reseller uuid, since timestamptz, until timestamptz, zone text)
    returns setof figures_daily language sql stable as
$$
    select * from figures_of_orders_and_messages(of_reseller, since, until, zone)
    union all
    select t.reseller_id, (t.at at time zone zone)::date, 'call', coalesce(c.country, ''), 'Calls', c.provider,
           t.currency, count(*), 0, coalesce(sum(-legs.paid), 0)::bigint, 0,
           sum(legs.earned + legs.sold + case when c.payer = 'float' then 0 else legs.float end)::bigint,
           sum(legs.earned)::bigint, sum(-legs.float)::bigint, sum(legs.cost)::bigint, sum(legs.platform)::bigint,
           sum(legs.commission)::bigint
      from ledger_transfers t
      join call_detail_records c on c.reseller_id = t.reseller_id and c.id = t.reference_id
      cross join lateral (
          select coalesce(sum(e.amount_micros) filter (where e.account = 'reseller_earnings'), 0) as earned,
                 coalesce(sum(e.amount_micros) filter (where e.account = 'reseller_sales'), 0) as sold,
                 coalesce(sum(e.amount_micros) filter (where e.account = 'provider_payable'), 0) as cost,
                 coalesce(sum(e.amount_micros) filter (where e.account = 'platform_revenue'), 0) as platform,
                 coalesce(sum(e.amount_micros) filter (where e.account = 'commission'), 0) as commission,
                 coalesce(sum(e.amount_micros) filter (where e.wallet_id = any (shop.floats)), 0) as float,
                 coalesce(sum(e.amount_micros)
                          filter (where (e.wallet_id = any (shop.floats)) = (c.payer = 'float')), 0) as paid
            from ledger_entries e,
                 (select array(select w.id from wallets w
                               where w.reseller_id = of_reseller and w.owner_kind = 'reseller_float') as floats) as shop
           where e.reseller_id = t.reseller_id and e.transfer_id = t.id) as legs
     where t.reseller_id = of_reseller and t.kind = 'sale' and t.reference_type = 'call'
       and t.at >= since and t.at < until
     group by t.reseller_id, 2, c.country, c.provider, t.currency
$$;
