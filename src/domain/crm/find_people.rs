//! An operator finds a person, whichever shop they belong to.

use super::{PAGE_ROWS, search::Search, store};
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::Internal,
        scope::Admin,
    },
    shared::{crm::FoundPerson, ids::UserId},
};

/// Characters of an e-mail address that are enough to ask for: fewer would list half the people.
const TEXT_MIN: usize = 3;

/// At most fifty people by the beginning of an e-mail address, a number, an ICCID, or the id of an order, a payment or
/// themselves. Who asked what and who was found is written down before anything is shown.
pub async fn find_people(
    backend: &Backend,
    admin: &Admin,
    asked: &str,
    origin: &Origin,
) -> Result<Vec<FoundPerson>, Internal> {
    let mut tx = backend.begin_system().await?;
    let whose = match Search::parse(asked) {
        Search::All | Search::Nothing => return Ok(vec![]),
        Search::Text(text) if text.chars().count() < TEXT_MIN => return Ok(vec![]),
        Search::Text(text) => store::accounts_by_email(&mut tx, &text, PAGE_ROWS).await?,
        Search::Number(e164) => store::accounts_by_number(&mut tx, &e164, PAGE_ROWS).await?,
        Search::Iccid(iccid) => store::accounts_by_iccid(&mut tx, &iccid, PAGE_ROWS).await?,
        Search::Order(id) => store::account_by_order(&mut tx, id).await?,
        Search::Payment(id) => store::account_by_payment(&mut tx, id).await?,
        Search::Customer(id) => store::account_by_id(&mut tx, id).await?,
    };
    let found = store::people(&mut tx, &whose).await?;
    let ids: Vec<UserId> = found.iter().map(|person| person.id).collect();
    let mut act = Audit::of("people.searched", "people", origin);
    act.after = Some(serde_json::json!({ "asked": asked.trim(), "found": ids }));
    audit::record_platform(&mut tx, admin, backend.now(), act).await?;
    tx.commit().await?;
    Ok(found)
}
