//! The SQL of the numbers room.

pub(super) mod company;
pub(super) mod life;

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgConnection;

use super::{add::NewNumber, format::display, life::FIRST_NOTICE, records::NumberRecord};
use crate::{
    domain::{error::Internal, place, scope::Buys},
    shared::{
        ids::{AddressId, NumberId, OrderId, OrganizationId, ResellerId, TeamId, UserId},
        money::Money,
        number::{Capabilities, NumberState, NumberView, Pause},
    },
};

pub(super) async fn insert(
    conn: &mut PgConnection,
    reseller: ResellerId,
    new: &NewNumber,
    renewal_day: i16,
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<NumberId, sqlx::Error> {
    sqlx::query_scalar!(
        r#"insert into virtual_numbers
               (id, reseller_id, user_id, order_id, e164, country, kind, has_voice, has_sms, has_mms, provider,
                provider_number_id, cost_micros, cost_currency, monthly_micros, currency, renewal_day, purchased_at,
                expires_at, organization_id, team_id, cost_centre, next_at, address_id)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24)
           returning id as "id: NumberId""#,
        NumberId::new().uuid(),
        reseller.uuid(),
        new.owner.uuid(),
        new.order.uuid(),
        new.e164,
        new.country.as_str(),
        new.kind.as_str(),
        new.capabilities.voice,
        new.capabilities.sms,
        new.capabilities.mms,
        new.provider,
        new.provider_number_id,
        new.monthly_cost.micros(),
        new.monthly_cost.currency().code(),
        new.monthly.micros(),
        new.monthly.currency().code(),
        renewal_day,
        now,
        expires_at,
        new.organization.map(OrganizationId::uuid),
        new.team.map(TeamId::uuid),
        new.cost_centre,
        expires_at - FIRST_NOTICE,
        new.address.map(AddressId::uuid),
    )
    .fetch_one(conn)
    .await
}

pub(super) async fn numbers(
    conn: &mut PgConnection,
    customer: &impl Buys,
    only: Option<NumberId>,
    limit: i64,
) -> Result<Vec<NumberView>, Internal> {
    let rows = sqlx::query_as!(
        NumberRow,
        r#"select id as "id: NumberId", user_id as "customer: UserId", order_id as "order_id: OrderId", e164, label, country, kind, has_voice,
                  has_sms, has_mms, state, monthly_micros, currency, purchased_at, expires_at, auto_renew,
                  grace_until, release_at, suspended_for, quarantined_until, mails_messages
           from virtual_numbers
           where reseller_id = $1 and owner_id = $2 and ($3::uuid is null or id = $3)
           order by purchased_at desc, id limit $4"#,
        customer.reseller().uuid(),
        customer.owner_id(),
        only.map(NumberId::uuid),
        limit,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(NumberRow::view).collect()
}

pub(super) struct NumberRow {
    id: NumberId,
    customer: UserId,
    order_id: OrderId,
    e164: String,
    label: String,
    country: String,
    kind: String,
    has_voice: bool,
    has_sms: bool,
    has_mms: bool,
    state: String,
    monthly_micros: i64,
    currency: String,
    purchased_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    auto_renew: bool,
    grace_until: Option<DateTime<Utc>>,
    release_at: Option<DateTime<Utc>>,
    suspended_for: Option<String>,
    quarantined_until: Option<DateTime<Utc>>,
    mails_messages: bool,
}

impl NumberRow {
    fn view(self) -> Result<NumberView, Internal> {
        Ok(NumberView {
            id: self.id,
            order_id: self.order_id,
            display: display(&self.e164),
            e164: self.e164,
            label: self.label,
            country: place::country(self.country.parse()?),
            kind: self.kind.parse()?,
            capabilities: Capabilities {
                voice: self.has_voice,
                sms: self.has_sms,
                mms: self.has_mms,
            },
            state: state(&self.state)?,
            monthly: Money::from_micros(self.monthly_micros, self.currency.parse()?),
            purchased_at: self.purchased_at,
            expires_at: self.expires_at,
            auto_renew: self.auto_renew,
            grace_until: self.grace_until,
            release_at: self.release_at,
            suspended_for: self.suspended_for.as_deref().map(pause).transpose()?,
            quarantined_until: self.quarantined_until,
            mails_messages: self.mails_messages,
        })
    }
}

pub(super) fn pause(text: &str) -> Result<Pause, Internal> {
    Pause::parse(text).ok_or_else(|| Internal::broken(format!("number suspended for {text}")))
}

pub(super) fn state(text: &str) -> Result<NumberState, Internal> {
    Ok(match text {
        "active" => NumberState::Active,
        "suspended" => NumberState::Suspended,
        "grace" => NumberState::Grace,
        "released" => NumberState::Released,
        "quarantined" => NumberState::Quarantined,
        other => return Err(Internal::broken(format!("number in unknown state {other}"))),
    })
}

pub(super) async fn set_label(
    conn: &mut PgConnection,
    customer: &impl Buys,
    id: NumberId,
    label: &str,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "update virtual_numbers set label = $4 where reseller_id = $1 and owner_id = $2 and id = $3",
        customer.reseller().uuid(),
        customer.owner_id(),
        id.uuid(),
        label,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(super) async fn records(
    conn: &mut PgConnection,
    reseller: ResellerId,
    customer: Option<UserId>,
    before: Option<NumberId>,
    limit: i64,
) -> Result<Vec<NumberRecord>, Internal> {
    let rows = sqlx::query_as!(
        NumberRow,
        r#"select id as "id: NumberId", user_id as "customer: UserId", order_id as "order_id: OrderId", e164, label,
                  country, kind, has_voice, has_sms, has_mms, state, monthly_micros, currency, purchased_at, expires_at, auto_renew,
                  grace_until, release_at, suspended_for, quarantined_until, mails_messages
           from virtual_numbers
           where reseller_id = $1 and ($2::uuid is null or user_id = $2) and ($3::uuid is null or id < $3)
           order by id desc limit $4"#,
        reseller.uuid(),
        customer.map(UserId::uuid),
        before.map(NumberId::uuid),
        limit,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(NumberRecord {
                customer: row.customer,
                number: row.view()?,
            })
        })
        .collect()
}

pub(super) struct HeldNumber {
    pub state: NumberState,
    pub provider: String,
    pub provider_number_id: String,
}

pub(super) async fn lock_held(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: NumberId,
) -> Result<Option<HeldNumber>, Internal> {
    let row = sqlx::query!(
        "select state, provider, provider_number_id from virtual_numbers
         where reseller_id = $1 and id = $2 for no key update",
        reseller.uuid(),
        id.uuid(),
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        Ok(HeldNumber {
            state: state(&row.state)?,
            provider: row.provider,
            provider_number_id: row.provider_number_id,
        })
    })
    .transpose()
}

/// How long a number that was given back is kept from everybody else, so that calls and codes meant for its last holder
/// do not reach a stranger.
const QUARANTINE: TimeDelta = TimeDelta::days(30);

pub(super) async fn set_released(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: NumberId,
    now: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "update virtual_numbers
         set state = 'released', released_at = $3, auto_renew = false, quarantined_until = $4, next_at = null,
             grace_until = null, release_at = null, mails_messages = false
         where reseller_id = $1 and id = $2 and state in ('active', 'suspended', 'grace')",
        reseller.uuid(),
        id.uuid(),
        now,
        now + QUARANTINE,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}
