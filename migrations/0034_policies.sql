-- Policies, budgets and approvals: what a company's people may buy, how much of it, and who says yes to more.

-- What is decided for the whole company, for one of its teams or for one employee. A rule that is not in it is decided
-- further up.
create table policies (
    id uuid not null,
    reseller_id uuid not null,
    organization_id uuid not null,
    team_id uuid,
    employee_id uuid,
    rules jsonb not null check (jsonb_typeof(rules) = 'object' and length(rules::text) <= 40000),
    changed_at timestamptz not null,
    primary key (reseller_id, organization_id, id),
    foreign key (reseller_id, organization_id) references organizations (reseller_id, id),
    foreign key (reseller_id, organization_id, team_id) references teams (reseller_id, organization_id, id)
        on delete cascade,
    foreign key (reseller_id, organization_id, employee_id) references employees (reseller_id, organization_id, id),
    check (team_id is null or employee_id is null)
);
create unique index one_policy_of_a_target on policies (reseller_id, organization_id, team_id, employee_id)
    nulls not distinct;
call close_tenant_table('policies', 'select, insert, update, delete');

create table budgets (
    id uuid not null,
    reseller_id uuid not null,
    organization_id uuid not null,
    scope text not null check (scope in ('organization', 'team', 'cost_centre', 'employee')),
    team_id uuid,
    cost_centre text check (length(cost_centre) between 1 and 40),
    employee_id uuid,
    period text not null check (period in ('month', 'quarter', 'year')),
    amount_micros bigint not null check (amount_micros > 0),
    currency char(3) not null,
    -- What happens to an order that does not fit: it goes on, it is refused, or somebody has to approve it.
    at_limit text not null check (at_limit in ('alert', 'refuse', 'ask')),
    -- Percent at which the company is told.
    thresholds smallint[] not null check (cardinality(thresholds) <= 5),
    -- When the present amount was set: what was spent before is shown apart, and alerts begin anew.
    limit_set_at timestamptz not null,
    created_at timestamptz not null,
    ended_at timestamptz,
    primary key (reseller_id, organization_id, id),
    foreign key (reseller_id, organization_id) references organizations (reseller_id, id),
    foreign key (reseller_id, organization_id, team_id) references teams (reseller_id, organization_id, id)
        on delete cascade,
    foreign key (reseller_id, organization_id, employee_id) references employees (reseller_id, organization_id, id),
    check ((scope = 'team') = (team_id is not null)),
    check ((scope = 'cost_centre') = (cost_centre is not null)),
    check ((scope = 'employee') = (employee_id is not null))
);
create unique index one_budget_of_a_target on budgets
    (reseller_id, organization_id, scope, team_id, lower(cost_centre), employee_id, period) nulls not distinct
    where ended_at is null;
call close_tenant_table('budgets', 'select, insert, update');

-- Each threshold is told of once in a period and per amount.
create table budget_alerts (
    reseller_id uuid not null,
    organization_id uuid not null,
    budget_id uuid not null,
    period_from timestamptz not null,
    limit_set_at timestamptz not null,
    threshold smallint not null,
    at timestamptz not null,
    primary key (reseller_id, organization_id, budget_id, period_from, limit_set_at, threshold),
    foreign key (reseller_id, organization_id, budget_id) references budgets (reseller_id, organization_id, id)
        on delete cascade
);
call close_tenant_table('budget_alerts', 'select, insert');

-- Somebody asks for what they may not do alone; somebody else decides. Its id is the key of the order it becomes.
create table approval_requests (
    id uuid not null,
    reseller_id uuid not null,
    organization_id uuid not null,
    kind text not null check (kind in ('plan', 'data', 'budget')),
    state text not null check (state in ('open', 'approved', 'refused', 'withdrawn', 'expired', 'lapsed')),
    requester_id uuid not null,
    employee_id uuid,
    -- The employee's team when it was asked.
    team_id uuid,
    plan_id uuid references esim_data_plans,
    line_id uuid,
    budget_id uuid,
    -- The price of the plan, or the new amount of the budget.
    amount_micros bigint check (amount_micros > 0),
    currency char(3),
    -- The monthly cap asked for.
    data_mb bigint check (data_mb > 0),
    reason text not null check (length(reason) between 1 and 500),
    asked_at timestamptz not null,
    expires_at timestamptz not null,
    decided_by uuid,
    decided_at timestamptz,
    answer text not null default '' check (length(answer) <= 500),
    order_id uuid,
    primary key (reseller_id, organization_id, id),
    foreign key (reseller_id, organization_id) references organizations (reseller_id, id),
    foreign key (reseller_id, requester_id) references users (reseller_id, id),
    foreign key (reseller_id, decided_by) references users (reseller_id, id),
    foreign key (reseller_id, organization_id, employee_id) references employees (reseller_id, organization_id, id),
    foreign key (reseller_id, organization_id, team_id) references teams (reseller_id, organization_id, id)
        on delete set null (team_id),
    foreign key (reseller_id, organization_id, line_id) references lines (reseller_id, organization_id, id),
    foreign key (reseller_id, organization_id, budget_id) references budgets (reseller_id, organization_id, id)
        on delete cascade,
    foreign key (reseller_id, order_id) references orders (reseller_id, id),
    check (kind <> 'plan' or (employee_id is not null and plan_id is not null and amount_micros is not null)),
    check (kind <> 'data' or (employee_id is not null and data_mb is not null)),
    check (kind <> 'budget' or (budget_id is not null and amount_micros is not null)),
    check ((state in ('approved', 'refused')) = (decided_by is not null)),
    -- Nobody decides about their own request, whatever the code above says.
    constraint requester_is_not_decider check (decided_by <> requester_id)
);
create index requests_of_company on approval_requests (reseller_id, organization_id, asked_at desc, id desc);
create index requests_to_look_after on approval_requests (expires_at)
    where state = 'open' or (state = 'approved' and kind = 'plan' and order_id is null);
call close_tenant_table('approval_requests', 'select, insert, update');
