//! Where the link of a line stands, as the company sees it.

use super::{
    ATTEMPTS_MAX,
    link::{self, PIN_COLUMN},
    store,
};
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        scope::{Member, Scope, WorksIn},
    },
    shared::{
        ids::LineId,
        permissions::OrganizationMay,
        pickup::{PickupPanelView, PickupStand},
    },
};

/// `None` for a line of another company or out of reach. Link and PIN are for those who manage lines.
pub async fn panel(
    backend: &Backend,
    member: &Member,
    line: LineId,
) -> Result<Option<PickupPanelView>, Internal> {
    let (reseller, organization, now) = (member.reseller(), member.organization(), backend.now());
    let mut tx = backend.begin(member).await?;
    let receiver = store::receiver(&mut tx, reseller, organization, line).await?;
    let Some(receiver) = receiver.filter(|receiver| member.reaches(receiver.team)) else {
        return Ok(None);
    };
    let found = store::live(&mut tx, reseller, organization, line).await?;
    let may_manage = member.may(OrganizationMay::ManageLines);
    let stand = match &found {
        None => PickupStand::None,
        Some(link) if link.attempts >= ATTEMPTS_MAX => PickupStand::Locked,
        Some(link) if link.expires_at <= now => PickupStand::Expired,
        Some(_) => PickupStand::Open,
    };
    let (mut address, mut pin) = (String::new(), String::new());
    if let Some(link) = found
        .as_ref()
        .filter(|_| may_manage && stand == PickupStand::Open)
    {
        let token = link::token(backend, member, link.id, &link.token_sealed)?;
        address = link::address(&mut tx, backend, member, &token).await?;
        if let Some(sealed) = &link.pin_sealed {
            pin = link::text(backend, member, PIN_COLUMN, link.id, sealed)?;
        }
    }
    tx.commit().await?;
    Ok(Some(PickupPanelView {
        line,
        employee: receiver.name(),
        email: receiver.email,
        stand,
        link: address,
        pin,
        expires_at: found.as_ref().map(|link| link.expires_at),
        mailed_at: found.as_ref().and_then(|link| link.mailed_at),
        opened_at: found.as_ref().and_then(|link| link.opened_at),
        installed_at: found.as_ref().and_then(|link| link.installed_at),
        is_over: receiver.state.is_over(),
        may_manage,
    }))
}
