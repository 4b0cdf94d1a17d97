//! A use, written.

use sqlx::PgConnection;

use crate::shared::ids::{ResellerId, TransferId};

pub(in crate::domain::metering) async fn write(
    conn: &mut PgConnection,
    reseller: ResellerId,
    transfer: TransferId,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into usage_logs select * from usage_of_transfer($1, $2)
         on conflict (reseller_id, transfer_id) do nothing",
        reseller.uuid(),
        transfer.uuid(),
    )
    .execute(conn)
    .await
    .map(drop)
}
