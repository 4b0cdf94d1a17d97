//! Somebody is gone already.

use super::off_board::{Last, OffBoardError, write};
use crate::{
    backend::Backend,
    domain::{audit::Origin, scope::WorksIn},
    shared::{ids::EmployeeId, line::LeaverLines},
};

/// Yesterday was the last day, even of somebody who began today or was to begin later: their lines are taken care of now,
/// and nothing more is bought for them.
pub async fn off_board_now(
    backend: &Backend,
    scope: &impl WorksIn,
    id: EmployeeId,
    lines: LeaverLines,
    origin: &Origin,
) -> Result<(), OffBoardError> {
    write(backend, scope, id, Last::Over, Some(lines), origin).await
}
