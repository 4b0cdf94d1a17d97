//! The SQL of the addresses room.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    domain::{error::Internal, place, scope::Buys},
    providers::numbers::PostalAddress,
    shared::{
        address::AddressView,
        ids::{AddressId, OrganizationId, ResellerId},
    },
};

pub(super) async fn count(conn: &mut PgConnection, buyer: &impl Buys) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from addresses
           where reseller_id = $1 and owner_id = $2 and forgotten_at is null"#,
        buyer.reseller().uuid(),
        buyer.owner_id(),
    )
    .fetch_one(conn)
    .await
}

pub(super) async fn insert(
    conn: &mut PgConnection,
    buyer: &impl Buys,
    id: AddressId,
    address: &PostalAddress,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into addresses (id, reseller_id, user_id, organization_id, name, street, city, region, postal_code, country,
                                created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        id.uuid(),
        buyer.reseller().uuid(),
        buyer.user().uuid(),
        buyer.company().map(OrganizationId::uuid),
        address.name,
        address.street,
        address.city,
        address.region,
        address.postal_code,
        address.country.as_str(),
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(super) async fn list(conn: &mut PgConnection, buyer: &impl Buys) -> Result<Vec<AddressView>, Internal> {
    let rows = sqlx::query!(
        r#"select id as "id: AddressId", name, street, city, region, postal_code, country,
                  (select count(*) from virtual_numbers n
                   where n.reseller_id = a.reseller_id and n.address_id = a.id
                     and n.state in ('active', 'suspended', 'grace')) as "numbers!"
           from addresses a
           where reseller_id = $1 and owner_id = $2 and forgotten_at is null order by created_at, id limit 50"#,
        buyer.reseller().uuid(),
        buyer.owner_id(),
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(AddressView {
                id: row.id,
                name: row.name,
                street: row.street,
                city: row.city,
                region: row.region,
                postal_code: row.postal_code,
                country: place::country(row.country.parse()?),
                numbers: row.numbers,
            })
        })
        .collect()
}

pub(super) async fn is_owned(
    conn: &mut PgConnection,
    buyer: &impl Buys,
    id: AddressId,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from addresses where reseller_id = $1 and owner_id = $2 and id = $3
                          and forgotten_at is null) as "is!""#,
        buyer.reseller().uuid(),
        buyer.owner_id(),
        id.uuid(),
    )
    .fetch_one(conn)
    .await
}

pub(super) async fn lock(
    conn: &mut PgConnection,
    buyer: &impl Buys,
    id: AddressId,
) -> Result<bool, sqlx::Error> {
    let row = sqlx::query!(
        "select id from addresses where reseller_id = $1 and owner_id = $2 and id = $3 and forgotten_at is null
         for no key update",
        buyer.reseller().uuid(),
        buyer.owner_id(),
        id.uuid(),
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.is_some())
}

pub(super) async fn is_in_use(
    conn: &mut PgConnection,
    buyer: &impl Buys,
    id: AddressId,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from virtual_numbers n where n.reseller_id = $1 and n.address_id = $2
                          and n.state in ('active', 'suspended', 'grace'))
                  or exists (select from orders o
                             join order_lines l on l.reseller_id = o.reseller_id and l.order_id = o.id
                             where o.reseller_id = $1
                               and o.state in ('held', 'submitted', 'unknown')
                               and l.item ->> 'address' = $3) as "is!""#,
        buyer.reseller().uuid(),
        id.uuid(),
        id.to_string(),
    )
    .fetch_one(conn)
    .await
}

/// One of the owner's addresses, or all of them.
pub(super) async fn empty(
    conn: &mut PgConnection,
    reseller: ResellerId,
    owner: Uuid,
    only: Option<AddressId>,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "with emptied as (
             update addresses set name = '', street = '', city = '', region = '', postal_code = '', forgotten_at = $4
             where reseller_id = $1 and owner_id = $2 and id = coalesce($3, id) and forgotten_at is null returning id)
         delete from address_registrations r using emptied e where r.reseller_id = $1 and r.address_id = e.id",
        reseller.uuid(),
        owner,
        only.map(AddressId::uuid),
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(super) async fn address(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: AddressId,
) -> Result<Option<PostalAddress>, Internal> {
    let row = sqlx::query!(
        "select name, street, city, region, postal_code, country from addresses
         where reseller_id = $1 and id = $2 and forgotten_at is null",
        reseller.uuid(),
        id.uuid(),
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        Ok(PostalAddress {
            name: row.name,
            street: row.street,
            city: row.city,
            region: row.region,
            postal_code: row.postal_code,
            country: row.country.parse()?,
        })
    })
    .transpose()
}

pub(super) async fn registration(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: AddressId,
    provider: &str,
) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar!(
        "select provider_address_id from address_registrations
         where reseller_id = $1 and address_id = $2 and provider = $3",
        reseller.uuid(),
        id.uuid(),
        provider,
    )
    .fetch_optional(conn)
    .await
}

pub(super) async fn put_registration(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: AddressId,
    provider: &str,
    told: &str,
    now: DateTime<Utc>,
) -> Result<String, sqlx::Error> {
    sqlx::query!(
        "insert into address_registrations (reseller_id, address_id, provider, provider_address_id, at)
         values ($1, $2, $3, $4, $5) on conflict do nothing",
        reseller.uuid(),
        id.uuid(),
        provider,
        told,
        now,
    )
    .execute(&mut *conn)
    .await?;
    Ok(registration(conn, reseller, id, provider)
        .await?
        .unwrap_or_else(|| told.to_owned()))
}
