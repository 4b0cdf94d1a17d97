-- Figures of closed days, so that charts never read a million sales; and what the nightly proofs found.

create index sales_by_time on ledger_transfers (reseller_id, at) where kind in ('sale', 'refund');
-- The console's ledger: the newest of a kind, shop by shop.
create index transfers_of_kind on ledger_transfers (reseller_id, kind, id desc);
create index customers_by_time on users (reseller_id, created_at);

-- One row per day (the shop's), what was sold, where to and by whom. A closed day's ledger never changes.
create table figures_daily (
    reseller_id uuid not null references resellers,
    day date not null,
    kind text not null check (kind in ('number', 'esim')),
    -- ISO 3166-1 alpha-2; empty for plans of several countries.
    country text not null,
    -- A plan's name, a number's type.
    product text not null,
    provider text not null,
    currency char(3) not null,
    sales bigint not null,
    refunds bigint not null,
    charged_micros bigint not null,
    refunded_micros bigint not null,
    -- The following are sales less refunds. What the reseller keeps, by either settlement mode.
    share_micros bigint not null,
    -- Of it, what went through its earnings.
    earned_micros bigint not null,
    -- What its float paid.
    float_micros bigint not null,
    cost_micros bigint not null,
    platform_micros bigint not null,
    commission_micros bigint not null,
    primary key (reseller_id, day, kind, country, product, provider, currency)
);
call close_tenant_table('figures_daily', 'select, insert, delete');

-- Days before `open_from`, in this time zone, are in `figures_daily`; later ones are read from the ledger.
create table figures_closed (
    reseller_id uuid not null references resellers,
    timezone text not null,
    open_from date not null,
    closed_at timestamptz not null,
    primary key (reseller_id)
);
call close_tenant_table('figures_closed', 'select, insert, update');

-- The ledger's sales and refunds of a span, as figures. The one definition for closing a day, reading an open one and
-- proving both.
create function figures_of_ledger(of_reseller uuid, since timestamptz, until timestamptz, zone text)
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
                 coalesce(sum(e.amount_micros) filter (where w.owner_kind = 'reseller_float'), 0) as float,
                 coalesce(sum(e.amount_micros) filter (where (w.owner_kind = 'reseller_float') = (o.payer = 'float')), 0)
                     as paid
            from ledger_entries e
            left join wallets w on w.reseller_id = e.reseller_id and w.id = e.wallet_id
           where e.reseller_id = t.reseller_id and e.transfer_id = t.id) as legs
     where t.reseller_id = of_reseller and t.kind in ('sale', 'refund') and t.at >= since and t.at < until
     group by t.reseller_id, 2, o.kind, 4, 5, o.provider, t.currency
$$;

-- A shop's figures from `first_day` to before `end_day`: closed days as they were closed, the others from the ledger.
create function figures(of_reseller uuid, first_day date, end_day date)
    returns setof figures_daily language sql stable as
$$
    with shop as (
        select r.timezone as zone, coalesce(c.open_from, first_day) as open_from
          from resellers r
          left join figures_closed c on c.reseller_id = r.id and c.timezone = r.timezone
         where r.id = of_reseller)
    select f.* from shop, figures_daily f
     where f.reseller_id = of_reseller and f.day >= first_day and f.day < least(end_day, shop.open_from)
    union all
    select f.* from shop, figures_of_ledger(of_reseller,
        greatest(first_day, shop.open_from)::timestamp at time zone shop.zone,
        end_day::timestamp at time zone shop.zone, shop.zone) f
$$;

-- Runs of the proof of the books, for the console.
create table verify_runs (
    id uuid primary key,
    began_at timestamptz not null,
    duration_ms bigint not null check (duration_ms >= 0),
    -- What was looked at, each with its findings, a hundred at most.
    checks jsonb not null,
    findings bigint not null check (findings >= 0)
);
grant select, insert, delete on verify_runs to clouddail_worker;
