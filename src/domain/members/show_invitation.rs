//! What whoever holds a mailed link sees of the invitation.

use super::{link::usable, store::invitations};
use crate::{
    backend::Backend,
    domain::{
        accounts::{self, Email, LinkToken},
        error::Internal,
        scope::{Scope, Visitor},
    },
    shared::{company::CompanyJoinView, staff::LinkState},
};

/// The invitation; `None` for the token means it cannot be one. A link shows nothing of an invitation that is over.
pub async fn show_invitation(
    backend: &Backend,
    visitor: &Visitor,
    token: Option<&LinkToken>,
    signed_in_as: Option<String>,
) -> Result<CompanyJoinView, Internal> {
    let closed = |state, signed_in_as| CompanyJoinView {
        state,
        company: String::new(),
        email: String::new(),
        role: None,
        signed_in_as,
    };
    let Some(token) = token else {
        return Ok(closed(LinkState::Unknown, signed_in_as));
    };
    let mut tx = backend.begin(visitor).await?;
    let found = invitations::by_token(&mut tx, visitor.reseller(), token).await?;
    let view = match usable(found, backend.now()) {
        Ok(found) => {
            let email = Email::parse(&found.email)
                .map_err(|_| Internal::broken("an invitation to what is no address"))?;
            let account = accounts::account_of(&mut tx, visitor.reseller(), &email).await?;
            CompanyJoinView {
                state: LinkState::Open {
                    has_account: account.is_some(),
                },
                company: found.company,
                email: found.email,
                role: Some(found.role),
                signed_in_as,
            }
        }
        Err(state) => closed(state, signed_in_as),
    };
    tx.commit().await?;
    Ok(view)
}
