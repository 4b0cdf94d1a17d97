//! Who asked for help, and of whom.

use sqlx::PgConnection;

use crate::{
    domain::messages::help::HELP,
    shared::ids::{MessageId, NumberId, OrganizationId, ResellerId, UserId},
};

/// A message that asks for help, with what an answer takes.
pub(in crate::domain::messages) struct HelpAsked {
    pub number: NumberId,
    pub peer: String,
    pub user: UserId,
    pub organization: Option<OrganizationId>,
    pub shop: String,
    pub support_email: String,
    /// The same person asked this number within the day before.
    pub was_answered: bool,
}

pub(in crate::domain::messages) async fn help_asked(
    conn: &mut PgConnection,
    reseller: ResellerId,
    message: MessageId,
) -> Result<Option<HelpAsked>, sqlx::Error> {
    let words: Vec<String> = HELP.iter().map(|word| (*word).to_owned()).collect();
    sqlx::query_as!(
        HelpAsked,
        r#"select m.number_id as "number: NumberId", m.peer, m.user_id as "user: UserId",
                  m.organization_id as "organization: OrganizationId", r.name as shop, r.support_email,
                  exists (select from messages b
                          where b.reseller_id = m.reseller_id and b.number_id = m.number_id and b.peer = m.peer
                            and b.direction = 'in' and b.created_at > m.created_at - interval '1 day'
                            and (b.created_at, b.id) < (m.created_at, m.id)
                            and upper(btrim(b.body)) = any($3)) as "was_answered!"
           from messages m join resellers r on r.id = m.reseller_id
           where m.reseller_id = $1 and m.id = $2 and m.direction = 'in'"#,
        reseller.uuid(),
        message.uuid(),
        &words,
    )
    .fetch_optional(conn)
    .await
}
