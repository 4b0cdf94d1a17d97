//! An operator looks at a person.

use super::{customer::customer, store};
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::Internal,
        scope::{Admin, Operator, System},
    },
    shared::{
        crm::PersonView,
        ids::{ResellerId, UserId},
    },
};

/// The person with a page of their timeline. The look is written down at the person's shop first, so that the shop can
/// see it too.
pub async fn open_person(
    backend: &Backend,
    admin: &Admin,
    id: UserId,
    after: &str,
    origin: &Origin,
) -> Result<Option<PersonView>, Internal> {
    let mut tx = backend.begin_system().await?;
    let Some((reseller, _)) = store::account_by_id(&mut tx, id).await?.pop() else {
        return Ok(None);
    };
    let reseller = ResellerId::from(reseller);
    let (shop, currency) = store::shop(&mut tx, reseller).await?;
    let operator = Operator::console(admin).at(reseller);
    audit::record(
        &mut tx,
        &operator,
        backend.now(),
        Audit::of("person.opened", id, origin),
    )
    .await?;
    tx.commit().await?;
    let system = System::of(reseller, "an operator looks at a person");
    let found = customer(backend, &system, currency, id, after).await?;
    Ok(found.map(|(customer, role)| PersonView {
        reseller,
        shop,
        role,
        customer,
    }))
}
