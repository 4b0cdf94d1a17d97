-- What days that are over moved between the platform and each shop, so that a statement never adds up a million entries;
-- and indexes the lists of many rows asked for.

-- The transfers of a day, of every kind: closed days and open ones are read by it. Sales and refunds had one for themselves.
create index transfers_of_shop_by_time on ledger_transfers (reseller_id, at);
drop index sales_by_time;
-- `entries_of_account` begins with the same columns and has every account.
drop index entries_of_rare_accounts;
-- What a float keeps back for renewals.
create index renewing_numbers on virtual_numbers (reseller_id, expires_at) where state = 'active' and auto_renew;

-- One row per day (UTC, as statements and invoices are) and kind of transfer. Of what touches no account between the
-- platform and the shop, only sales and refunds have a row.
create table account_days (
    reseller_id uuid not null references resellers,
    day date not null,
    kind text not null,
    -- The float paid, or was paid.
    is_float boolean not null,
    currency char(3) not null,
    transfers bigint not null,
    earnings_entries bigint not null,
    earnings_micros bigint not null,
    float_entries bigint not null,
    float_micros bigint not null,
    -- Cost and margin.
    platform_micros bigint not null,
    commission_micros bigint not null,
    -- What the reseller sold and collected by itself, and the fees and disputes of its own gateway.
    sales_micros bigint not null,
    clearing_micros bigint not null,
    borne_micros bigint not null,
    primary key (reseller_id, day, kind, is_float, currency)
);
call close_tenant_table('account_days', 'select, insert, delete');

-- Days before it, UTC, are in `account_days`; later ones are read from the ledger.
alter table figures_closed add column accounts_open_from date not null default '-infinity';

-- The ledger of a span, as days of accounts. The one definition for closing a day, reading an open one and proving both.
-- A float is found once, not for every entry.
create function account_days_of_ledger(of_reseller uuid, since timestamptz, until timestamptz)
    returns setof account_days language sql stable as
$$
    select t.reseller_id, (t.at at time zone 'UTC')::date, t.kind, legs.float_entries > 0, t.currency, count(*),
           sum(legs.earnings_entries)::bigint, sum(legs.earnings)::bigint, sum(legs.float_entries)::bigint,
           sum(legs.float)::bigint, sum(legs.platform)::bigint, sum(legs.commission)::bigint, sum(legs.sold)::bigint,
           sum(legs.clearing)::bigint, sum(case when legs.clearing_entries > 0 then legs.fees else 0 end)::bigint
      from ledger_transfers t
      cross join lateral (
          select count(*) filter (where e.account = 'reseller_earnings') as earnings_entries,
                 coalesce(sum(e.amount_micros) filter (where e.account = 'reseller_earnings'), 0) as earnings,
                 count(*) filter (where e.wallet_id = any (shop.floats)) as float_entries,
                 coalesce(sum(e.amount_micros) filter (where e.wallet_id = any (shop.floats)), 0) as float,
                 coalesce(sum(e.amount_micros) filter (where e.account in ('provider_payable', 'platform_revenue')), 0)
                     as platform,
                 coalesce(sum(e.amount_micros) filter (where e.account = 'commission'), 0) as commission,
                 count(*) filter (where e.account = 'reseller_sales') as sold_entries,
                 coalesce(sum(e.amount_micros) filter (where e.account = 'reseller_sales'), 0) as sold,
                 count(*) filter (where e.account = 'reseller_clearing') as clearing_entries,
                 coalesce(sum(e.amount_micros) filter (where e.account = 'reseller_clearing'), 0) as clearing,
                 coalesce(sum(e.amount_micros)
                          filter (where e.account in ('gateway_fees', 'dispute_debt', 'dispute_losses')), 0) as fees
            from ledger_entries e,
                 (select array(select w.id from wallets w
                               where w.reseller_id = of_reseller and w.owner_kind = 'reseller_float') as floats) as shop
           where e.reseller_id = t.reseller_id and e.transfer_id = t.id) as legs
     where t.reseller_id = of_reseller and t.at >= since and t.at < until
       and (t.kind in ('sale', 'refund')
            or legs.earnings_entries + legs.float_entries + legs.sold_entries + legs.clearing_entries > 0)
     group by t.reseller_id, 2, t.kind, 4, t.currency
$$;

-- A shop's days from `first_day` to before `end_day`: closed ones as they were closed, the others from the ledger.
create function accounts_by_day(of_reseller uuid, first_day date, end_day date)
    returns setof account_days language sql stable as
$$
    with closed as (
        select coalesce((select accounts_open_from from figures_closed where reseller_id = of_reseller), first_day)
                   as open_from)
    select d.* from closed, account_days d
     where d.reseller_id = of_reseller and d.day >= first_day and d.day < least(end_day, closed.open_from)
    union all
    select l.* from closed, account_days_of_ledger(of_reseller,
        greatest(first_day, closed.open_from)::timestamp at time zone 'UTC', end_day::timestamp at time zone 'UTC') l
$$;

-- The same figures as before; a float is found once, not for every entry.
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
$$;
