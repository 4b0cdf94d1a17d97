//! A line's activation code, for whoever installs it.

use super::add::SEALED_COLUMN;
use crate::{
    backend::Seal,
    domain::{error::Internal, scope::Scope},
    providers::esims::ActivationCode,
    shared::ids::LineId,
};

/// Opens the sealed code of a line.
pub fn code(
    seal: &Seal,
    scope: &impl Scope,
    line: LineId,
    sealed: &[u8],
) -> Result<ActivationCode, Internal> {
    let code = seal.open(scope.reseller(), SEALED_COLUMN, &line.to_string(), sealed)?;
    String::from_utf8(code)
        .ok()
        .and_then(|text| ActivationCode::parse(&text).ok())
        .ok_or_else(|| Internal::broken("a sealed activation code cannot be read"))
}
