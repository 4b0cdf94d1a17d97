-- What was used and paid for, one row a use; who is told when a balance runs low; and calls an AI agent answers.

-- The assistant at the vendor that answers a number's calls, and that answered a call.
alter table number_settings add column assistant_id text check (assistant_id ~ '^[0-9A-Za-z_-]{1,80}$');
alter table call_detail_records add column assistant_id text check (assistant_id ~ '^[0-9A-Za-z_-]{1,80}$');


create table usage_logs (
    reseller_id uuid not null,
    -- The transfer that paid it, or gave it back: so a use is written once.
    transfer_id uuid not null,
    service text not null check (service in ('voice_inbound', 'voice_outbound', 'voice_ai', 'sms', 'mms', 'data',
        'number_rental')),
    is_refund boolean not null,
    source_type text not null check (source_type in ('order', 'message', 'call')),
    source_id uuid not null,
    -- Whose wallet paid.
    owner_kind text not null check (owner_kind in ('customer', 'organization', 'reseller_float')),
    owner_id uuid not null,
    user_id uuid not null,
    number_id uuid,
    esim_id uuid,
    line_id uuid,
    -- The other side of a message or a call.
    peer text,
    country char(2),
    provider text not null,
    -- Segments, billed seconds, megabytes or months; null for data without end, zero for what was given back.
    quantity bigint check (quantity >= 0),
    currency char(3) not null,
    -- What was paid and who got it; all below zero where it was given back. `cost + platform + share` is the price, but for
    -- rounding and for a float that pays beside the buyer, which is in `share`.
    price_micros bigint not null,
    cost_micros bigint not null,
    platform_micros bigint not null,
    share_micros bigint not null,
    at timestamptz not null,
    primary key (reseller_id, transfer_id),
    foreign key (reseller_id, transfer_id) references ledger_transfers (reseller_id, id),
    foreign key (reseller_id, user_id) references users (reseller_id, id),
    foreign key (reseller_id, number_id) references virtual_numbers (reseller_id, id),
    foreign key (reseller_id, esim_id) references esim_activations (reseller_id, id)
);
create index usage_of_owner on usage_logs (reseller_id, owner_kind, owner_id, at desc, transfer_id desc);
create index usage_by_time on usage_logs (reseller_id, at desc, transfer_id desc)
    include (service, is_refund, number_id, country, quantity, currency, price_micros, cost_micros, platform_micros,
             share_micros);
call close_tenant_table('usage_logs', 'select, insert');
call make_append_only('usage_logs');

-- A sale or a refund as a use. The one definition for writing it and for filling the table the first time.
create function usage_of_transfer(of_reseller uuid, of_transfer uuid) returns setof usage_logs language sql stable as
$$
    select t.reseller_id, t.id,
           case t.reference_type
               when 'message' then 'sms'
               when 'call' then case when c.assistant_id is not null then 'voice_ai'
                                     when c.direction = 'in' then 'voice_inbound' else 'voice_outbound' end
               else case o.kind when 'number' then 'number_rental' else 'data' end end,
           t.kind = 'refund', t.reference_type, t.reference_id, w.owner_kind, w.owner_id,
           coalesce(m.user_id, c.user_id, o.user_id), coalesce(m.number_id, c.number_id, n.id), e.id, o.line_id,
           coalesce(m.peer, c.peer), coalesce(m.country, c.country, nullif(l.item ->> 'country', '')),
           coalesce(m.provider, c.provider, o.provider),
           case when t.kind = 'refund' then 0
                else coalesce(m.segments, c.billed_seconds,
                              case o.kind when 'number' then 1 else (l.item ->> 'data_mb')::bigint end) end,
           t.currency, -legs.paid, legs.cost, legs.platform, legs.share, t.at
      from ledger_transfers t
      left join messages m on t.reference_type = 'message' and m.reseller_id = t.reseller_id and m.id = t.reference_id
      left join call_detail_records c
             on t.reference_type = 'call' and c.reseller_id = t.reseller_id and c.id = t.reference_id
      left join orders o on t.reference_type = 'order' and o.reseller_id = t.reseller_id and o.id = t.reference_id
      left join order_lines l on l.reseller_id = o.reseller_id and l.order_id = o.id and l.position = 1
      left join virtual_numbers n on n.reseller_id = o.reseller_id and n.order_id = o.id
      left join esim_activations e on e.reseller_id = o.reseller_id and e.order_id = o.id
      join wallets w on w.reseller_id = t.reseller_id and w.id = coalesce(m.wallet_id, c.wallet_id, o.wallet_id)
      cross join lateral (
          select coalesce(sum(x.amount_micros)
                          filter (where p.owner_kind = w.owner_kind and p.owner_id = w.owner_id), 0)::bigint as paid,
                 coalesce(sum(x.amount_micros) filter (where x.account = 'provider_payable'), 0)::bigint as cost,
                 coalesce(sum(x.amount_micros)
                          filter (where x.account in ('platform_revenue', 'commission')), 0)::bigint as platform,
                 coalesce(sum(x.amount_micros)
                          filter (where x.account in ('reseller_earnings', 'reseller_sales')
                                     or p.owner_kind = 'reseller_float' and w.owner_kind <> 'reseller_float'), 0)::bigint
                     as share
            from ledger_entries x
            left join wallets p on p.reseller_id = x.reseller_id and p.id = x.wallet_id
           where x.reseller_id = t.reseller_id and x.transfer_id = t.id) as legs
     where t.reseller_id = of_reseller and t.id = of_transfer and t.kind in ('sale', 'refund')
       and t.reference_type in ('order', 'message', 'call')
$$;

insert into usage_logs
select u.* from ledger_transfers t cross join lateral usage_of_transfer(t.reseller_id, t.id) u
 where t.kind in ('sale', 'refund');

-- Below what somebody wants to be told. `crossings` counts how often the balance fell below it; `told` follows.
create table balance_alerts (
    reseller_id uuid not null references resellers,
    owner_kind text not null check (owner_kind in ('customer', 'organization')),
    owner_id uuid not null,
    currency char(3) not null,
    threshold_micros bigint not null check (threshold_micros > 0),
    is_low boolean not null,
    crossings bigint not null default 0,
    told bigint not null default 0 check (told <= crossings),
    primary key (reseller_id, owner_kind, owner_id, currency)
);
create index balances_to_tell on balance_alerts (reseller_id) where told < crossings;
call close_tenant_table('balance_alerts', 'select, insert, update, delete');

-- In the transaction that moves the money: the alert's row orders those that move different wallets of one owner, so a
-- crossing is counted once. What is set aside counts as there, so that a call under way tells nobody.
create function watch_balance() returns trigger language plpgsql as
$$
declare
    alert balance_alerts;
    total bigint;
begin
    select * into alert from balance_alerts a
     where a.reseller_id = new.reseller_id and a.owner_kind = new.owner_kind and a.owner_id = new.owner_id
       and a.currency = new.currency
       for no key update;
    if not found then
        return null;
    end if;
    select sum(w.balance_micros) into total from wallets w
     where w.reseller_id = new.reseller_id and w.owner_kind = new.owner_kind and w.owner_id = new.owner_id
       and w.currency = new.currency;
    if (total < alert.threshold_micros) <> alert.is_low then
        update balance_alerts a set is_low = not alert.is_low, crossings = a.crossings + (not alert.is_low)::int
         where a.reseller_id = new.reseller_id and a.owner_kind = new.owner_kind and a.owner_id = new.owner_id
           and a.currency = new.currency;
    end if;
    return null;
end $$;
create trigger watch_balance after update of balance_micros on wallets for each row
    when (new.owner_kind <> 'reseller_float' and new.balance_micros is distinct from old.balance_micros)
    execute function watch_balance();

alter table alerts drop constraint alerts_kind_check;
alter table alerts add constraint alerts_kind_check
    check (kind in ('line', 'cap', 'roaming', 'budget', 'quota', 'balance'));
alter table alert_rules drop constraint alert_rules_kind_check;
alter table alert_rules add constraint alert_rules_kind_check
    check (kind in ('line', 'cap', 'roaming', 'budget', 'quota', 'balance'));
