//! The employee of somebody whom the directory deactivated is off-boarded.

use std::net::IpAddr;

use super::store;
use crate::{
    backend::Backend,
    domain::{
        accounts::Email,
        audit::Origin,
        employees::{self, OffBoardError},
        error::Internal,
        scope::{Directory, Scope, WorksIn},
    },
    shared::{
        ids::{OrganizationId, ResellerId, UserId},
        line::LeaverLines,
        sign_in::LeaversLines,
    },
};

/// A job of the transaction that deactivated the member. Yesterday was the employee's last day, whenever the first was, and their lines go as the
/// company wants for those whom its directory deactivates. Nothing is done for somebody who came back meanwhile or is no employee.
pub async fn off_board_leaver(
    backend: &Backend,
    reseller: ResellerId,
    organization: OrganizationId,
    user: UserId,
    address: IpAddr,
) -> Result<(), Internal> {
    let directory = Directory::of(reseller, organization);
    let mut tx = backend.begin(&directory).await?;
    let member = store::people::find(&mut tx, directory.reseller(), directory.organization(), user).await?;
    let lines = match store::tokens::leavers_lines(&mut tx, reseller, organization).await? {
        LeaversLines::Keep => return Ok(()),
        LeaversLines::Suspend => LeaverLines::Suspend,
        LeaversLines::Terminate => LeaverLines::Terminate,
    };
    let leaver = member.filter(|member| !member.is_active);
    let email = leaver.and_then(|leaver| Email::parse(&leaver.email).ok());
    let employee = match email {
        Some(email) => employees::leaving(&mut tx, &directory, &email, backend.now()).await?,
        None => None,
    };
    tx.commit().await?;
    let Some(employee) = employee else {
        return Ok(());
    };
    let origin = Origin {
        address,
        request_id: None,
    };
    match employees::off_board_now(backend, &directory, employee, lines, &origin).await {
        Ok(()) | Err(OffBoardError::NotFound) => Ok(()),
        Err(OffBoardError::Wrong(fault)) => Err(Internal::broken(format!("{fault:?}"))),
        Err(OffBoardError::Internal(error)) => Err(error),
    }
}
