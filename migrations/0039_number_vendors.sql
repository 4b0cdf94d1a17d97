-- Several vendors of numbers: which one comes first where, what an order was not bought for, and vendors that are slow.

insert into providers (name, kind) values ('telnyx', 'numbers');

-- Whose offer is taken first where prices are equal, and who is not asked at all. The row of a country counts before the
-- one for every country, whose `country` is empty.
create table provider_priorities (
    service text not null check (service in ('numbers')),
    provider text not null references providers,
    country text not null check (country ~ '^([A-Z]{2})?$'),
    -- 1 comes first; null: not asked.
    rank smallint check (rank between 1 and 9),
    changed_by uuid,
    changed_at timestamptz not null,
    primary key (service, provider, country)
);
grant select on provider_priorities to clouddail_app;
grant select, insert, update, delete on provider_priorities to clouddail_worker;

-- Searches that went on without the vendor's answer.
alter table provider_health add column late bigint not null default 0;

alter table quotes add column losing_offers jsonb not null default '[]';

-- The line of the order that counts: a further one is written when the vendor of the first had sold the number and another
-- one is asked. The dearest price the buyer agreed to; null in orders from before.
alter table orders
    add column line smallint not null default 1 check (line > 0),
    add column max_price_micros bigint;
