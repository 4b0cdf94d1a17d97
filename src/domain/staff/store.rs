//! The SQL of the staff room.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::shared::{
    ids::{ResellerId, UserId},
    permissions::StaffRole,
};

pub(super) async fn insert_member(
    conn: &mut PgConnection,
    reseller: ResellerId,
    user: UserId,
    role: StaffRole,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into staff_members (reseller_id, user_id, role, created_at) values ($1, $2, $3, $4)
         on conflict do nothing",
        reseller.uuid(),
        user.uuid(),
        role.as_str(),
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}
