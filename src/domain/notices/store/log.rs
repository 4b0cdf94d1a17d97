//! Reading the mail log.

use sqlx::PgConnection;

use crate::{
    domain::{notices::list::MailFilter, time_cursor::TimeCursor},
    shared::{
        ids::{MailId, ResellerId},
        logs::MailRow,
    },
};

pub(in crate::domain::notices) async fn mails(
    conn: &mut PgConnection,
    filter: &MailFilter,
    after: Option<TimeCursor>,
    limit: usize,
) -> Result<Vec<MailRow>, sqlx::Error> {
    sqlx::query_as!(
        MailRow,
        r#"select m.id as "id: MailId", r.name as shop, m.recipient, m.template, m.state, m.created_at, m.sent_at
           from mails m join resellers r on r.id = m.reseller_id
           where ($1 = '' or m.recipient = $1) and ($2 = '' or m.template = $2) and ($3 = '' or m.state = $3)
             and ($4::uuid is null or m.reseller_id = $4)
             and ($5::timestamptz is null or (m.created_at, m.id) < ($5, $6::uuid))
           order by m.created_at desc, m.id desc limit $7"#,
        filter.recipient.trim().to_ascii_lowercase(),
        filter.template,
        filter.state,
        filter.reseller.map(ResellerId::uuid),
        after.map(|cursor| cursor.at),
        after.map(|cursor| cursor.id),
        i64::try_from(limit).unwrap_or(i64::MAX),
    )
    .fetch_all(conn)
    .await
}
