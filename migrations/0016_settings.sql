-- What the staff of a shop change of it themselves. Each statement names the shop of its scope.
grant update (support_email, locale, timezone, currency, status) on resellers to clouddail_worker;

-- When the link was mailed last: it can be asked for again, but not every second.
alter table staff_invitations add column mailed_at timestamptz;
update staff_invitations set mailed_at = created_at;
alter table staff_invitations alter column mailed_at set not null;
create index staff_invitations_by_time on staff_invitations (reseller_id, created_at desc);
