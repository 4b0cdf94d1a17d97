//! Users.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::{
    domain::accounts::{create_account::CreateAccount, save_settings::SaveSettings},
    shared::ids::{ResellerId, UserId},
};

/// A user who may sign in and be written to.
pub struct ActiveUser {
    pub id: UserId,
    pub email: String,
    pub password_hash: String,
    pub first_name: String,
    pub last_name: String,
    pub locale: String,
    pub timezone: String,
    pub is_verified: bool,
}

/// `None` when the address is taken. Waits for somebody who takes it at the same time.
pub async fn insert(
    conn: &mut PgConnection,
    now: DateTime<Utc>,
    new: &CreateAccount<'_>,
) -> Result<Option<UserId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"insert into users
               (id, reseller_id, email, password_hash, first_name, last_name, role, email_verified_at, created_at,
                last_seen_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)
           on conflict on constraint users_email_once_per_reseller do nothing
           returning id as "id: UserId""#,
        UserId::new().uuid(),
        new.reseller.uuid(),
        new.email.as_str(),
        new.password_hash,
        new.first_name.as_str(),
        new.last_name.as_str(),
        new.role.as_str(),
        new.is_verified.then_some(now),
        now,
    )
    .fetch_optional(conn)
    .await
}

pub async fn by_email(
    conn: &mut PgConnection,
    reseller: ResellerId,
    email: &str,
) -> Result<Option<ActiveUser>, sqlx::Error> {
    sqlx::query_as!(
        ActiveUser,
        r#"select id as "id: UserId", email, password_hash, first_name, last_name, locale, timezone,
                  email_verified_at is not null as "is_verified!"
           from users where reseller_id = $1 and email = $2 and status = 'active'"#,
        reseller.uuid(),
        email,
    )
    .fetch_optional(conn)
    .await
}

pub async fn by_id(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: UserId,
) -> Result<Option<ActiveUser>, sqlx::Error> {
    sqlx::query_as!(
        ActiveUser,
        r#"select id as "id: UserId", email, password_hash, first_name, last_name, locale, timezone,
                  email_verified_at is not null as "is_verified!"
           from users where reseller_id = $1 and id = $2 and status = 'active'"#,
        reseller.uuid(),
        id.uuid(),
    )
    .fetch_optional(conn)
    .await
}

/// Keeps the row as it is until the transaction ends: a password cannot change, nor a suspension come, meanwhile.
pub async fn lock(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: UserId,
) -> Result<Option<ActiveUser>, sqlx::Error> {
    sqlx::query_as!(
        ActiveUser,
        r#"select id as "id: UserId", email, password_hash, first_name, last_name, locale, timezone,
                  email_verified_at is not null as "is_verified!"
           from users where reseller_id = $1 and id = $2 and status = 'active' for no key update"#,
        reseller.uuid(),
        id.uuid(),
    )
    .fetch_optional(conn)
    .await
}

/// The same for a customer alone, not for staff.
pub async fn lock_customer(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: UserId,
) -> Result<Option<ActiveUser>, sqlx::Error> {
    sqlx::query_as!(
        ActiveUser,
        r#"select id as "id: UserId", email, password_hash, first_name, last_name, locale, timezone,
                  email_verified_at is not null as "is_verified!"
           from users where reseller_id = $1 and id = $2 and status = 'active' and role = 'user' for no key update"#,
        reseller.uuid(),
        id.uuid(),
    )
    .fetch_optional(conn)
    .await
}

/// Ends the account for good. `tombstone` takes the place of its address.
pub async fn set_deleted(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: UserId,
    tombstone: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update users set status = 'deleted', email = $3, password_hash = '' where reseller_id = $1 and id = $2",
        reseller.uuid(),
        id.uuid(),
        tombstone,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub async fn mark_verified(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: UserId,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update users set email_verified_at = $3
         where reseller_id = $1 and id = $2 and email_verified_at is null",
        reseller.uuid(),
        id.uuid(),
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub async fn set_password(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: UserId,
    hash: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update users set password_hash = $3 where reseller_id = $1 and id = $2",
        reseller.uuid(),
        id.uuid(),
        hash,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub async fn save_settings(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: UserId,
    settings: &SaveSettings,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update users set first_name = $3, last_name = $4, locale = $5, timezone = $6
         where reseller_id = $1 and id = $2",
        reseller.uuid(),
        id.uuid(),
        settings.first_name.as_str(),
        settings.last_name.as_str(),
        settings.locale,
        settings.timezone,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub async fn timezone_exists(conn: &mut PgConnection, name: &str) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from pg_timezone_names where name = $1) as "exists!""#,
        name
    )
    .fetch_one(conn)
    .await
}

/// Moves a customer from one status to another; false when there is no such customer, or one of the staff.
pub async fn set_customer_status(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: UserId,
    from: &str,
    to: &str,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "update users u set status = $4
         where u.reseller_id = $1 and u.id = $2 and u.status = $3 and u.role = 'user'
           and not exists (select from staff_members m where m.reseller_id = $1 and m.user_id = $2)",
        reseller.uuid(),
        id.uuid(),
        from,
        to,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Between customer and staff; other roles stay.
pub async fn set_staff(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: UserId,
    is_staff: bool,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update users set role = case when $3 then 'reseller' else 'user' end
         where reseller_id = $1 and id = $2 and role in ('reseller', 'user')",
        reseller.uuid(),
        id.uuid(),
        is_staff,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Short name of the company whose own sign-in is the only way in for this user. `None` for owners and the shop's
/// staff, who need their password elsewhere; the company itself stays closed to a session begun with it.
pub async fn kept_from_password(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: UserId,
) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar!(
        "select c.short_name from organization_members m
         join organization_sign_ins c on c.reseller_id = m.reseller_id and c.organization_id = m.organization_id
         join users u on u.reseller_id = m.reseller_id and u.id = m.user_id
         where m.reseller_id = $1 and m.user_id = $2 and m.state = 'active' and c.is_enforced and u.role = 'user'
           and not exists (select from organization_members own
                           where own.reseller_id = $1 and own.user_id = $2 and own.role = 'owner'
                             and own.state = 'active')
         order by c.short_name limit 1",
        reseller.uuid(),
        id.uuid(),
    )
    .fetch_optional(conn)
    .await
}

pub async fn set_names(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: UserId,
    first_name: &str,
    last_name: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update users set first_name = $3, last_name = $4 where reseller_id = $1 and id = $2",
        reseller.uuid(),
        id.uuid(),
        first_name,
        last_name,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// False when another account has the address.
pub async fn set_email(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: UserId,
    email: &str,
) -> Result<bool, sqlx::Error> {
    sqlx::query!(
        "update users set email = $3 where reseller_id = $1 and id = $2
         and not exists (select from users other where other.reseller_id = $1 and other.email = $3 and other.id <> $2)",
        reseller.uuid(),
        id.uuid(),
        email,
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() == 1)
}

/// Whether any account has the address, one that may not sign in too.
pub async fn has_email(
    conn: &mut PgConnection,
    reseller: ResellerId,
    email: &str,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from users where reseller_id = $1 and email = $2) as "is!""#,
        reseller.uuid(),
        email,
    )
    .fetch_one(conn)
    .await
}

/// A user and the shop, as stored.
pub struct Found {
    pub is_verified: bool,
    pub is_staff: bool,
    pub status: String,
    pub settlement_mode: String,
}

/// Where a user and the shop stand.
pub async fn standing(
    conn: &mut PgConnection,
    reseller: ResellerId,
    user: UserId,
) -> Result<Found, sqlx::Error> {
    sqlx::query_as!(
        Found,
        r#"select u.email_verified_at is not null as "is_verified!", r.status, r.settlement_mode,
                  exists (select from staff_members m
                          where m.reseller_id = u.reseller_id and m.user_id = u.id) as "is_staff!"
           from users u join resellers r on r.id = u.reseller_id
           where u.reseller_id = $1 and u.id = $2"#,
        reseller.uuid(),
        user.uuid(),
    )
    .fetch_one(conn)
    .await
}
