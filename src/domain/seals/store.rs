//! The SQL of the sealed columns: the same three statements for each.

use futures_util::{TryStreamExt, stream::BoxStream};
use sqlx::{FromRow, PgConnection};
use uuid::Uuid;

use crate::shared::ids::{EsimId, LineId, OrganizationId, PayoutId, PickupId, ResellerId, WebhookEndpointId};

/// A column of secrets.
pub(super) struct Column {
    pub name: &'static str,
    /// What its secrets are bound to, beside reseller and row.
    pub place: &'static str,
    /// The row as it stands in the seal, from the row's key.
    pub row: fn(&str) -> Option<String>,
    old: &'static str,
    count: &'static str,
    replace: &'static str,
}

/// A secret under another key.
#[derive(FromRow)]
pub(super) struct Sealed {
    pub reseller: ResellerId,
    /// The row's key, as text.
    pub row: String,
    pub sealed: Vec<u8>,
}

macro_rules! column {
    ($table:literal . $column:literal, $place:literal, $row:expr) => {
        column!(
            $table.$column,
            $place,
            $row,
            "reseller_id",
            "id::text",
            "reseller_id = $1 and id = $2::uuid"
        )
    };
    ($table:literal . $column:literal, $place:literal, $row:expr, $reseller:literal, $key:literal, $is:literal) => {
        Column {
            name: concat!($table, ".", $column),
            place: $place,
            row: $row,
            old: concat!(
                "select ",
                $reseller,
                " as reseller, ",
                $key,
                " as row, ",
                $column,
                " as sealed from ",
                $table,
                " where ",
                $column,
                " is not null and position($1 in ",
                $column,
                ") <> 1"
            ),
            count: concat!(
                "select count(*) from ",
                $table,
                " where ",
                $column,
                " is not null and position($1 in ",
                $column,
                ") <> 1"
            ),
            replace: concat!(
                "update ",
                $table,
                " set ",
                $column,
                " = $4 where ",
                $is,
                " and ",
                $column,
                " = $3"
            ),
        }
    };
}

/// Every sealed column of the database; a test compares them with the catalogue.
pub(super) const COLUMNS: [Column; 11] = [
    column!("esim_activations"."activation_code_sealed", "esim_activations.activation_code", id::<EsimId>),
    column!("lines"."activation_code_sealed", "lines.activation_code", id::<LineId>),
    column!("line_pickups"."token_sealed", "line_pickups.token", id::<PickupId>),
    column!("line_pickups"."pin_sealed", "line_pickups.pin", id::<PickupId>),
    column!("line_pickups"."code_sealed", "line_pickups.code", id::<PickupId>),
    column!("payouts"."destination_sealed", "payouts.destination", id::<PayoutId>),
    column!(
        "organization_sign_ins"."client_secret", "organization_sign_ins.client_secret", id::<OrganizationId>, "reseller_id",
        "organization_id::text", "reseller_id = $1 and organization_id = $2::uuid"
    ),
    column!("webhook_endpoints"."secret_sealed", "webhook_endpoints.secret", id::<WebhookEndpointId>),
    column!("webhook_endpoints"."previous_secret_sealed", "webhook_endpoints.secret", id::<WebhookEndpointId>),
    column!(
        "gateway_credentials"."sealed", "gateway_credentials.sealed", same, "reseller_id",
        "provider || '/' || version",
        "reseller_id = $1 and provider = split_part($2, '/', 1) and version = split_part($2, '/', 2)::int"
    ),
    column!(
        "provider_credentials"."sealed", "provider_credentials.sealed", same,
        "(select r.id from resellers r where r.is_platform)", "provider || '/' || version",
        "$1::uuid is not null and provider = split_part($2, '/', 1) and version = split_part($2, '/', 2)::int"
    ),
];

fn id<T: From<Uuid> + std::fmt::Display>(row: &str) -> Option<String> {
    Some(T::from(row.parse().ok()?).to_string())
}

#[allow(clippy::unnecessary_wraps, reason = "of the same form as `id`")]
fn same(row: &str) -> Option<String> {
    Some(row.to_owned())
}

/// Those that do not begin with the first key's name.
pub(super) fn old<'c>(
    conn: &'c mut PgConnection,
    column: &Column,
    prefix: &'c [u8],
) -> BoxStream<'c, Result<Sealed, sqlx::Error>> {
    sqlx::query_as(column.old).bind(prefix).fetch(conn)
}

/// The next of them.
pub(super) async fn next(
    old: &mut BoxStream<'_, Result<Sealed, sqlx::Error>>,
) -> Result<Option<Sealed>, sqlx::Error> {
    old.try_next().await
}

pub(super) async fn count_old(
    conn: &mut PgConnection,
    column: &Column,
    prefix: &[u8],
) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar(column.count)
        .bind(prefix)
        .fetch_one(conn)
        .await
}

/// 0 when it was replaced meanwhile.
pub(super) async fn replace(
    conn: &mut PgConnection,
    column: &Column,
    old: &Sealed,
    new: &[u8],
) -> Result<u64, sqlx::Error> {
    let done = sqlx::query(column.replace)
        .bind(old.reseller)
        .bind(&old.row)
        .bind(&old.sealed)
        .bind(new)
        .execute(conn)
        .await?;
    Ok(done.rows_affected())
}
