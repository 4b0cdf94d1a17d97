-- Customers and orders as staff and operators find them: what lists sort and search by, and staff's notes.

-- What is searched by its beginning is compared byte by byte ("C"): the search is then a stretch of an index, also
-- under row-level security, which lets no `like` near one.
alter table users
    add column last_seen_at timestamptz,
    add column name_key text collate "C" generated always as (lower(first_name || ' ' || last_name)) stored,
    add column surname_key text collate "C" generated always as (lower(last_name)) stored;
update users u set last_seen_at = greatest(u.created_at, (select max(s.last_seen_at) from sessions s
    where s.reseller_id = u.reseller_id and s.user_id = u.id));
alter table users alter column last_seen_at set default now(), alter column last_seen_at set not null;
create index customers_newest on users (reseller_id, id desc) where role = 'user';
create index customers_last_seen on users (reseller_id, last_seen_at desc, id desc) where role = 'user';
create index customers_not_active on users (reseller_id, status, id desc) where role = 'user' and status <> 'active';
create index users_email_start on users (reseller_id, (email collate "C"));
create index users_name_start on users (reseller_id, name_key);
create index users_surname_start on users (reseller_id, surname_key);
-- For operators, across resellers.
create index users_email_anywhere on users ((email collate "C"));
create index numbers_by_e164 on virtual_numbers (e164);
create index esims_by_iccid on esim_activations (iccid);

create index orders_newest on orders (reseller_id, created_at desc, id desc);
create index orders_newest_of_kind on orders (reseller_id, kind, created_at desc, id desc);
-- Outcomes that are seldom: the way of an order that goes well touches no entry of this index.
create index orders_not_kept on orders (reseller_id, state, created_at desc) where state in ('released', 'refunded');
alter table order_lines add column country text generated always as (item ->> 'country') stored;
create index order_lines_country on order_lines (reseller_id, country) where country is not null;

-- The timeline of a customer.
create index mails_to_person on mails (reseller_id, user_id, created_at desc);
create index audit_of_person on audit_logs (reseller_id, actor_id, at desc);
create index audit_of_thing on audit_logs (reseller_id, entity, at desc);

-- What staff write down about a customer; the customer never sees it.
create table customer_notes (
    id uuid not null,
    reseller_id uuid not null,
    user_id uuid not null,
    author_id uuid not null,
    text text not null check (length(text) between 1 and 2000),
    at timestamptz not null,
    primary key (reseller_id, id),
    foreign key (reseller_id, user_id) references users (reseller_id, id)
);
create index notes_of_customer on customer_notes (reseller_id, user_id, at desc);
call close_tenant_table('customer_notes', 'select, insert');
