//! What installs a line.

use sqlx::PgConnection;

use super::{add::SEALED_COLUMN, store};
use crate::{
    backend::Seal,
    domain::{error::Internal, scope::Scope},
    providers::esims::ActivationCode,
    shared::ids::{LineId, OrganizationId},
};

/// Opens the line's code, for the page of its employee and for nobody else. `None` for a line of another company.
pub async fn activation_code(
    conn: &mut PgConnection,
    scope: &impl Scope,
    seal: &Seal,
    organization: OrganizationId,
    line: LineId,
) -> Result<Option<ActivationCode>, Internal> {
    let Some(sealed) = store::rows::sealed_code(conn, scope.reseller(), organization, line).await? else {
        return Ok(None);
    };
    let code = seal.open(scope.reseller(), SEALED_COLUMN, &line.to_string(), &sealed)?;
    let text = String::from_utf8(code).map_err(|_| Internal::broken("a line's code is no text"))?;
    ActivationCode::parse(&text)
        .map(Some)
        .map_err(|_| Internal::broken("a line's code cannot be read"))
}
