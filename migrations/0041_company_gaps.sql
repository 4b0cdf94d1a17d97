-- What companies still lacked: lines stopped where roaming is blocked.

-- A line can be stopped because data was used in a country the company blocks.
alter table lines drop constraint lines_suspended_for_check,
    add constraint lines_suspended_for_check check (suspended_for in ('asked', 'cap', 'leaver', 'roaming'));
alter table line_wishes drop constraint line_wishes_why_check,
    add constraint line_wishes_why_check check (why in ('asked', 'cap', 'leaver', 'replaced', 'roaming'));
alter table alerts drop constraint alerts_kind_check,
    add constraint alerts_kind_check check (kind in ('line', 'cap', 'roaming', 'budget', 'quota'));
alter table alert_rules drop constraint alert_rules_kind_check,
    add constraint alert_rules_kind_check check (kind in ('line', 'cap', 'roaming', 'budget', 'quota'));

-- Mailed links that were used or ran out are swept.
grant delete on email_verifications, password_resets, staff_invitations, organization_invitations to clouddail_worker;

-- Answers are sealed from now on. Those in clear are forgotten: the same request finds what it made again.
truncate idempotency_keys;
comment on column idempotency_keys.body is 'Sealed.';

-- A line's carrier that never says whether it did what it was asked.
alter table operator_cases drop constraint operator_cases_kind_check;
alter table operator_cases add constraint operator_cases_kind_check check (kind in ('order_unknown', 'payment_unknown',
    'payment_mismatch', 'number_conflict', 'books_wrong', 'bought_unassigned', 'assigned_gone', 'price_differs',
    'paid_not_credited', 'credited_not_paid', 'withdrawal_unknown', 'closing_balance', 'dispute_opened', 'bill_differs',
    'float_short', 'rate_old', 'line_unknown'));

-- A company is reminded of an overdue invoice once for each number of days.
create table invoice_reminders (
    reseller_id uuid not null,
    invoice_id uuid not null,
    after_days smallint not null check (after_days > 0),
    at timestamptz not null,
    primary key (reseller_id, invoice_id, after_days),
    foreign key (reseller_id, invoice_id) references organization_invoices (reseller_id, id)
);
call close_tenant_table('invoice_reminders', 'select, insert');

-- What a company's orders come to by the hour in which they were placed (UTC), for the company and for each team, cost
-- centre and employee: budgets read hours instead of orders. Counted when an order's transaction commits, as its last
-- step, so that nobody who holds an hour waits for anything else.
create table company_order_hours (
    reseller_id uuid not null,
    organization_id uuid not null,
    scope text not null check (scope in ('organization', 'team', 'cost_centre', 'employee')),
    -- The id, or the cost centre in lower case; empty for the company.
    target text not null,
    currency char(3) not null,
    hour timestamptz not null,
    -- Captured less refunded.
    spent_micros bigint not null,
    -- Of orders in flight.
    held_micros bigint not null,
    primary key (reseller_id, organization_id, scope, target, currency, hour),
    foreign key (reseller_id, organization_id) references organizations (reseller_id, id)
);
call close_tenant_table('company_order_hours', 'select, insert, update');

-- What an order counts for: the one definition for counting and for proving it.
create function company_order_amounts(o orders)
    returns table (reseller_id uuid, organization_id uuid, scope text, target text, currency char(3), hour timestamptz,
                   spent_micros bigint, held_micros bigint)
    language sql stable as
$$
    select o.reseller_id, o.organization_id, t.scope, t.target, o.currency, date_trunc('hour', o.created_at, 'UTC'),
           case when o.state in ('fulfilled', 'refunded') then o.charged_micros - o.refunded_micros else 0 end,
           case when o.state in ('held', 'submitted', 'unknown') then o.charged_micros else 0 end
      from (values ('organization', ''), ('team', o.team_id::text), ('cost_centre', nullif(lower(o.cost_centre), '')),
                   ('employee', o.employee_id::text)) as t (scope, target)
     where o.organization_id is not null and t.target is not null and o.state <> 'released'
$$;

create function count_company_order() returns trigger language plpgsql as
$$
begin
    insert into company_order_hours as h (reseller_id, organization_id, scope, target, currency, hour, spent_micros,
                                          held_micros)
    select a.reseller_id, a.organization_id, a.scope, a.target, a.currency, a.hour,
           sum(a.sign * a.spent_micros)::bigint, sum(a.sign * a.held_micros)::bigint
      from (select 1 as sign, n.* from company_order_amounts(new) n
            union all
            select -1, o.* from company_order_amounts(old) o where tg_op = 'UPDATE') as a
     group by a.reseller_id, a.organization_id, a.scope, a.target, a.currency, a.hour
    having sum(a.sign * a.spent_micros) <> 0 or sum(a.sign * a.held_micros) <> 0
     order by a.scope desc, a.target
    on conflict (reseller_id, organization_id, scope, target, currency, hour)
        do update set spent_micros = h.spent_micros + excluded.spent_micros,
                      held_micros = h.held_micros + excluded.held_micros;
    return null;
end $$;
create constraint trigger count_company_order after insert on orders deferrable initially deferred
    for each row when (new.organization_id is not null) execute function count_company_order();
create constraint trigger recount_company_order after update on orders deferrable initially deferred
    for each row when (new.organization_id is not null
                       and (new.state, new.charged_micros, new.refunded_micros, new.team_id, new.cost_centre, new.employee_id)
                           is distinct from
                           (old.state, old.charged_micros, old.refunded_micros, old.team_id, old.cost_centre, old.employee_id))
    execute function count_company_order();

insert into company_order_hours
select a.reseller_id, a.organization_id, a.scope, a.target, a.currency, a.hour, sum(a.spent_micros), sum(a.held_micros)
from orders o cross join lateral company_order_amounts(o) a
where o.organization_id is not null
group by 1, 2, 3, 4, 5, 6;
