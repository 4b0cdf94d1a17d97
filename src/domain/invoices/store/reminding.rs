//! Reminders of overdue invoices.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::{
    domain::invoices::remind::AFTER_DAYS,
    shared::ids::{CompanyInvoiceId, OrganizationId, ResellerId, UserId},
};

/// Overdue invoices somebody is to be reminded of, across resellers, with the days: of several that have passed the
/// last, so that nobody gets two at once.
pub(in crate::domain::invoices) async fn due(
    conn: &mut PgConnection,
    now: DateTime<Utc>,
) -> Result<Vec<(ResellerId, CompanyInvoiceId, i16)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select i.reseller_id as "reseller: ResellerId", i.id as "id: CompanyInvoiceId", max(d.days) as "days!"
           from organization_invoices i
           join organizations o on o.reseller_id = i.reseller_id and o.id = i.organization_id
           join unnest($2::smallint[]) as d (days) on i.due_on + d.days <= ($1::timestamptz at time zone o.timezone)::date
           where i.state = 'failed' and i.kind = 'invoice'
             and not exists (select from invoice_reminders r
                             where r.reseller_id = i.reseller_id and r.invoice_id = i.id and r.after_days >= d.days)
           group by i.reseller_id, i.id order by i.reseller_id, i.id limit 1000"#,
        now,
        &AFTER_DAYS,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.reseller, row.id, row.days))
        .collect())
}

/// False when somebody was reminded of this before.
pub(in crate::domain::invoices) async fn insert(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: CompanyInvoiceId,
    days: i16,
    now: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "insert into invoice_reminders (reseller_id, invoice_id, after_days, at) values ($1, $2, $3, $4)
         on conflict do nothing",
        reseller.uuid(),
        id.uuid(),
        days,
        now,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Finance people whose address is not the one the company's invoices go to anyway.
pub(in crate::domain::invoices) async fn finance(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    billing_email: &str,
) -> Result<Vec<UserId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select m.user_id as "user: UserId" from organization_members m
           join users u on u.reseller_id = m.reseller_id and u.id = m.user_id
           where m.reseller_id = $1 and m.organization_id = $2 and m.state = 'active' and m.role = 'finance'
             and u.email <> lower($3)
           order by m.user_id limit 50"#,
        reseller.uuid(),
        organization.uuid(),
        billing_email,
    )
    .fetch_all(conn)
    .await
}
