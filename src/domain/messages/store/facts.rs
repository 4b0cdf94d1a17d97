//! What a message depends on before it is one: its number, its writer, its peer.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::{
    domain::{
        error::Internal,
        messages::draft::{Draft, clean},
        scope::Buys,
    },
    shared::{
        ids::{MessageId, NumberId, OrganizationId, ResellerId, UserId},
        message::QuietHours,
        number::{NumberState, NumberType},
        place::CountryCode,
    },
};

/// A customer's number.
pub(in crate::domain::messages) struct Sender {
    pub e164: String,
    pub country: CountryCode,
    pub kind: NumberType,
    pub state: NumberState,
    pub has_sms: bool,
    pub provider: String,
    pub label: String,
    pub quiet: Option<QuietHours>,
    /// By the owner's clock.
    pub minute_of_day: i16,
}

pub(in crate::domain::messages) async fn sender(
    conn: &mut PgConnection,
    buyer: &impl Buys,
    number: NumberId,
    now: DateTime<Utc>,
) -> Result<Option<Sender>, Internal> {
    if !buyer.may_use(number) {
        return Ok(None);
    }
    let row = sqlx::query!(
        r#"select n.e164, n.country, n.kind, n.state, n.has_sms, n.provider, n.label,
                  q.from_minute as "from?", q.until_minute as "until?",
                  (extract(hour from $4::timestamptz at time zone coalesce(o.timezone, u.timezone)) * 60
                   + extract(minute from $4::timestamptz at time zone coalesce(o.timezone, u.timezone)))::smallint as "minute!"
           from virtual_numbers n
           join users u on u.reseller_id = n.reseller_id and u.id = n.user_id
           left join organizations o on o.reseller_id = n.reseller_id and o.id = n.organization_id
           left join message_quiet_hours q on q.reseller_id = n.reseller_id and q.number_id = n.id
           where n.reseller_id = $1 and n.owner_id = $2 and n.id = $3"#,
        buyer.reseller().uuid(),
        buyer.owner_id(),
        number.uuid(),
        now,
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        Ok(Sender {
            e164: row.e164,
            country: row.country.parse()?,
            kind: row.kind.parse()?,
            state: number_state(&row.state)?,
            has_sms: row.has_sms,
            provider: row.provider,
            label: row.label,
            quiet: row
                .from
                .zip(row.until)
                .map(|(from, until)| QuietHours { from, until }),
            minute_of_day: row.minute,
        })
    })
    .transpose()
}

fn number_state(text: &str) -> Result<NumberState, Internal> {
    match text {
        "active" => Ok(NumberState::Active),
        "suspended" => Ok(NumberState::Suspended),
        "grace" => Ok(NumberState::Grace),
        "released" => Ok(NumberState::Released),
        "quarantined" => Ok(NumberState::Quarantined),
        _ => Err(Internal::broken(format!("a number is {text}"))),
    }
}

/// What shop and peer say.
pub(in crate::domain::messages) struct Rules {
    /// `None` where the shop left it as usual.
    pub is_country_on: Option<bool>,
    pub is_opted_out: bool,
}

pub(in crate::domain::messages) async fn rules(
    conn: &mut PgConnection,
    reseller: ResellerId,
    number: NumberId,
    peer: &str,
    country: CountryCode,
) -> Result<Rules, sqlx::Error> {
    sqlx::query_as!(
        Rules,
        r#"select (select c.is_on from message_countries c where c.reseller_id = $1 and c.country = $4)
                      as is_country_on,
                  exists (select from message_opt_outs o
                          where o.reseller_id = $1 and o.number_id = $2 and o.peer = $3) as "is_opted_out!""#,
        reseller.uuid(),
        number.uuid(),
        peer,
        country.as_str(),
    )
    .fetch_one(conn)
    .await
}

/// Whether the id is this message's; `None` when nobody used it.
pub(in crate::domain::messages) async fn is_same(
    conn: &mut PgConnection,
    buyer: &impl Buys,
    id: MessageId,
    draft: &Draft,
) -> Result<Option<bool>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select owner_id = $3 and number_id = $4 and body = $5 and direction = 'out' as "is_same!"
           from messages where reseller_id = $1 and id = $2"#,
        buyer.reseller().uuid(),
        id.uuid(),
        buyer.owner_id(),
        draft.number.uuid(),
        clean(&draft.body),
    )
    .fetch_optional(conn)
    .await
}

/// Who holds a number now.
pub(in crate::domain::messages) struct Holder {
    pub reseller: ResellerId,
    pub user: UserId,
    pub organization: Option<OrganizationId>,
    pub number: NumberId,
}

pub(in crate::domain::messages) async fn holder(
    conn: &mut PgConnection,
    provider: &str,
    e164: &str,
) -> Result<Option<Holder>, sqlx::Error> {
    sqlx::query_as!(
        Holder,
        r#"select reseller_id as "reseller: ResellerId", user_id as "user: UserId",
                  organization_id as "organization: OrganizationId", id as "number: NumberId"
           from virtual_numbers where e164 = $1 and provider = $2 and state in ('active', 'grace')"#,
        e164,
        provider,
    )
    .fetch_optional(conn)
    .await
}

/// To whom in a company a message that came in belongs: whoever has the number, or else wrote to this peer last, or bought
/// the number.
pub(in crate::domain::messages) async fn reader(
    conn: &mut PgConnection,
    reseller: ResellerId,
    number: NumberId,
    peer: &str,
) -> Result<Option<UserId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select coalesce(n.member_id,
                           (select m.user_id from messages m
                            join organization_members k on k.reseller_id = m.reseller_id
                                 and k.organization_id = m.organization_id and k.user_id = m.user_id
                            where m.reseller_id = n.reseller_id and m.number_id = n.id and m.peer = $3
                              and m.direction = 'out'
                            order by m.created_at desc, m.id desc limit 1),
                           n.user_id) as "user!: UserId"
           from virtual_numbers n where n.reseller_id = $1 and n.id = $2"#,
        reseller.uuid(),
        number.uuid(),
        peer,
    )
    .fetch_optional(conn)
    .await
}

/// Mails about one number's messages in an hour: a flood fills the inbox here, not the one elsewhere.
const MAILS_AN_HOUR: i64 = 30;

/// Whether the owner gets the message that just came in by mail too.
pub(in crate::domain::messages) async fn is_mailed(
    conn: &mut PgConnection,
    holder: &Holder,
    now: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select n.mails_messages
                  and (select count(*) from messages m
                       where m.reseller_id = n.reseller_id and m.number_id = n.id and m.direction = 'in'
                         and m.created_at > $3::timestamptz - interval '1 hour') <= $4 as "is!"
           from virtual_numbers n where n.reseller_id = $1 and n.id = $2"#,
        holder.reseller.uuid(),
        holder.number.uuid(),
        now,
        MAILS_AN_HOUR,
    )
    .fetch_one(conn)
    .await
}

pub(in crate::domain::messages) async fn opt_out(
    conn: &mut PgConnection,
    reseller: ResellerId,
    number: NumberId,
    peer: &str,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into message_opt_outs (reseller_id, number_id, peer, since) values ($1, $2, $3, $4)
         on conflict do nothing",
        reseller.uuid(),
        number.uuid(),
        peer,
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(in crate::domain::messages) async fn opt_in(
    conn: &mut PgConnection,
    reseller: ResellerId,
    number: NumberId,
    peer: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "delete from message_opt_outs where reseller_id = $1 and number_id = $2 and peer = $3",
        reseller.uuid(),
        number.uuid(),
        peer,
    )
    .execute(conn)
    .await
    .map(drop)
}
