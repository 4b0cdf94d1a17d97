-- Numbers, messages, calls and contacts of companies. A row with an organization belongs to it; the user is then whoever
-- bought, wrote or rang. `owner_id` is whose it is: the company's, or the user's own.

alter table virtual_numbers
    add column organization_id uuid,
    -- Who in the company may use it: a member, the managers of a team, everybody; or whoever sees every team.
    add column member_id uuid,
    add column team_id uuid,
    add column is_for_all boolean not null default false,
    -- What its use counts for, where the member's own says nothing else.
    add column cost_centre text not null default '' check (length(cost_centre) <= 40),
    add column owner_id uuid not null generated always as (coalesce(organization_id, user_id)) stored,
    add foreign key (reseller_id, organization_id) references organizations (reseller_id, id),
    -- A team or a member that goes leaves the number with the company.
    add foreign key (reseller_id, organization_id, team_id) references teams (reseller_id, organization_id, id)
        on delete set null (team_id),
    add foreign key (reseller_id, organization_id, member_id)
        references organization_members (reseller_id, organization_id, user_id) on delete set null (member_id),
    add constraint number_is_shared_in_a_company check (organization_id is not null
        or (member_id is null and team_id is null and not is_for_all and cost_centre = ''));
create index numbers_of_owner on virtual_numbers (reseller_id, owner_id, purchased_at desc, id);
create index numbers_of_member on virtual_numbers (reseller_id, organization_id, member_id) where member_id is not null;
create index numbers_of_team on virtual_numbers (reseller_id, organization_id, team_id) where team_id is not null;

-- What a message counts for in the company that pays it.
alter table messages
    add column organization_id uuid,
    add column employee_id uuid,
    add column team_id uuid,
    add column cost_centre text not null default '' check (length(cost_centre) <= 40),
    -- The moment of its sale in the ledger.
    add column captured_at timestamptz,
    add column owner_id uuid not null generated always as (coalesce(organization_id, user_id)) stored,
    add foreign key (reseller_id, organization_id) references organizations (reseller_id, id),
    drop constraint messages_payer_check,
    add constraint messages_payer_check check (payer in ('customer', 'float', 'organization')),
    add constraint message_of_a_company check (organization_id is null or payer is null or payer = 'organization'),
    add constraint message_paid_by_a_company check (payer is distinct from 'organization' or organization_id is not null);
update messages m set captured_at = e.at from message_events e
 where e.reseller_id = m.reseller_id and e.message_id = m.id and e.kind = 'captured';
drop index messages_of_user;
create index messages_of_owner on messages (reseller_id, owner_id, created_at desc, id desc);
create index messages_of_writer on messages (reseller_id, user_id, created_at);
create index messages_of_company on messages (reseller_id, organization_id, created_at) where organization_id is not null;
drop index unread_messages;
create index unread_messages on messages (reseller_id, owner_id) where direction = 'in' and read_at is null;

-- The same of calls.
alter table call_detail_records
    add column organization_id uuid,
    add column employee_id uuid,
    add column team_id uuid,
    add column cost_centre text not null default '' check (length(cost_centre) <= 40),
    -- Set aside for the slice under way.
    add column held_micros bigint not null default 0 check (held_micros >= 0),
    add column owner_id uuid not null generated always as (coalesce(organization_id, user_id)) stored,
    add foreign key (reseller_id, organization_id) references organizations (reseller_id, id),
    drop constraint call_detail_records_payer_check,
    add constraint call_detail_records_payer_check check (payer in ('customer', 'float', 'organization')),
    add constraint call_of_a_company check ((organization_id is not null) = (payer = 'organization'));
drop index calls_of_user;
create index calls_of_owner on call_detail_records (reseller_id, owner_id, created_at desc, id desc);
create index calls_of_caller on call_detail_records (reseller_id, user_id) where ended_at is null;
create index calls_of_company on call_detail_records (reseller_id, organization_id, created_at)
    where organization_id is not null;

-- Budgets count messages and calls like orders: in the hour they began, what is set aside while they are under way, and what
-- was paid afterwards.
create function company_order_amounts(m messages)
    returns table (reseller_id uuid, organization_id uuid, scope text, target text, currency char(3), hour timestamptz,
                   spent_micros bigint, held_micros bigint)
    language sql stable as
$$
    select m.reseller_id, m.organization_id, t.scope, t.target, m.currency, date_trunc('hour', m.created_at, 'UTC'),
           case when m.captured_at is not null then m.charged_micros else 0 end,
           case when m.state in ('queued', 'sending', 'unknown') then m.charged_micros else 0 end
      from (values ('organization', ''), ('team', m.team_id::text), ('cost_centre', nullif(lower(m.cost_centre), '')),
                   ('employee', m.employee_id::text)) as t (scope, target)
     where m.organization_id is not null and m.payer is not null and t.target is not null and m.state <> 'refused'
$$;
create function company_order_amounts(c call_detail_records)
    returns table (reseller_id uuid, organization_id uuid, scope text, target text, currency char(3), hour timestamptz,
                   spent_micros bigint, held_micros bigint)
    language sql stable as
$$
    select c.reseller_id, c.organization_id, t.scope, t.target, c.currency, date_trunc('hour', c.created_at, 'UTC'),
           coalesce(c.charged_micros, 0), case when c.ended_at is null then c.held_micros else 0 end
      from (values ('organization', ''), ('team', c.team_id::text), ('cost_centre', nullif(lower(c.cost_centre), '')),
                   ('employee', c.employee_id::text)) as t (scope, target)
     where c.organization_id is not null and t.target is not null
$$;
create constraint trigger count_company_message after insert on messages deferrable initially deferred
    for each row when (new.organization_id is not null and new.payer is not null) execute function count_company_order();
create constraint trigger recount_company_message after update on messages deferrable initially deferred
    for each row when (new.organization_id is not null and new.payer is not null
                       and (new.state, new.captured_at) is distinct from (old.state, old.captured_at))
    execute function count_company_order();
create constraint trigger count_company_call after insert on call_detail_records deferrable initially deferred
    for each row when (new.organization_id is not null) execute function count_company_order();
create constraint trigger recount_company_call after update on call_detail_records deferrable initially deferred
    for each row when (new.organization_id is not null
                       and (new.held_micros, new.charged_micros, new.ended_at)
                           is distinct from (old.held_micros, old.charged_micros, old.ended_at))
    execute function count_company_order();

-- Everything that counts, with when it began: for the hour a period begins in, and to prove the hours.
create view company_amounts with (security_invoker = true) as
    select o.reseller_id, o.organization_id, o.created_at, a.scope, a.target, a.currency, a.hour, a.spent_micros,
           a.held_micros
      from orders o cross join lateral company_order_amounts(o) a where o.organization_id is not null
    union all
    select m.reseller_id, m.organization_id, m.created_at, a.scope, a.target, a.currency, a.hour, a.spent_micros,
           a.held_micros
      from messages m cross join lateral company_order_amounts(m) a where m.organization_id is not null
    union all
    select c.reseller_id, c.organization_id, c.created_at, a.scope, a.target, a.currency, a.hour, a.spent_micros,
           a.held_micros
      from call_detail_records c cross join lateral company_order_amounts(c) a where c.organization_id is not null;
grant select on company_amounts to clouddail_app, clouddail_worker;

-- What a company spent, from its ledger's moments on: orders, messages and calls.
alter function company_spend(uuid, uuid, timestamptz, timestamptz) rename to company_spend_on_orders;
create function company_spend(of_reseller uuid, of_company uuid, since timestamptz, until timestamptz)
    returns table (at timestamptz, order_id uuid, employee_id uuid, team_id uuid, cost_centre text, plan text,
                   country text, currency text, charged_micros bigint, refunded_micros bigint)
    language sql stable as
$$
    select * from company_spend_on_orders(of_reseller, of_company, since, until)
    union all
    select m.captured_at, null::uuid, m.employee_id, m.team_id, m.cost_centre, 'Messages', coalesce(m.country, '')::text,
           m.currency::text, m.charged_micros, 0::bigint
      from messages m
     where m.reseller_id = of_reseller and m.organization_id = of_company
       and m.created_at >= since - interval '30 days' and m.created_at < until
       and m.captured_at >= since and m.captured_at < until
    union all
    select c.ended_at, null::uuid, c.employee_id, c.team_id, c.cost_centre, 'Calls', coalesce(c.country, '')::text,
           c.currency::text, c.charged_micros, 0::bigint
      from call_detail_records c
     where c.reseller_id = of_reseller and c.organization_id = of_company and c.charged_micros is not null
       and c.created_at >= since - interval '30 days' and c.created_at < until
       and c.ended_at >= since and c.ended_at < until
$$;

-- A company's contacts, shared by all who use its numbers.
alter table contacts
    add column organization_id uuid,
    add column owner_id uuid not null generated always as (coalesce(organization_id, user_id)) stored,
    add foreign key (reseller_id, organization_id) references organizations (reseller_id, id),
    drop constraint contact_once,
    add constraint contact_once unique (reseller_id, owner_id, e164);
drop index contacts_by_name;
create index contacts_by_name on contacts (reseller_id, owner_id, lower(name), id);
