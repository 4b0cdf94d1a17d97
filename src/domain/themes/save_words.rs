//! Changes the words of the draft.

use super::{
    edit::{self, EditError},
    words::{self, WordsError},
};
use crate::{
    backend::Backend,
    domain::{
        audit::{Audit, Origin},
        error::{Internal, with_internal},
        scope::Manages,
    },
    shared::brand::{BrandWords, LegalPage},
};

/// Why it was not saved.
#[derive(Debug, thiserror::Error)]
pub enum SaveWordsError {
    #[error("the draft was changed meanwhile")]
    Stale,
    #[error(transparent)]
    Unfit(WordsError),
    /// The draft has no page of this name.
    #[error("no such legal page")]
    NoSuchPage,
    /// As many as a shop may have.
    #[error("too many legal pages")]
    TooManyPages,
    /// A new page has the name of another one.
    #[error("there is such a page")]
    PageExists,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(SaveWordsError);

/// A change of the draft's words.
pub enum Change {
    /// All but the legal pages, which stay whatever these say.
    Words(BrandWords),
    /// A new page, or another text for one.
    Page { page: LegalPage, is_new: bool },
    /// The page of this name ends.
    Remove(String),
}

/// Saves the change; the first one makes the draft.
pub async fn save_words(
    backend: &Backend,
    scope: &impl Manages,
    origin: &Origin,
    revision: &str,
    change: Change,
) -> Result<(), SaveWordsError> {
    let mut tx = backend.begin(scope).await?;
    let mut draft = match edit::open(&mut tx, scope, revision).await {
        Ok(draft) => draft,
        Err(EditError::Stale) => return Err(SaveWordsError::Stale),
        Err(EditError::Internal(error)) => return Err(SaveWordsError::Internal(error)),
    };
    let before = without_texts(&draft.words)?;
    let entity = change.apply(&mut draft.words)?;
    let audit = Audit {
        before: Some(before),
        after: Some(without_texts(&draft.words)?),
        ..Audit::of("brand.words_saved", entity, origin)
    };
    edit::save(&mut tx, scope, backend.now(), &draft, audit).await?;
    tx.commit().await?;
    Ok(())
}

impl Change {
    /// Changes the words; returns what was changed, for the audit log.
    fn apply(self, words: &mut BrandWords) -> Result<String, SaveWordsError> {
        match self {
            Self::Words(typed) => {
                let legal = std::mem::take(&mut words.legal);
                *words = words::parse(BrandWords { legal, ..typed }).map_err(SaveWordsError::Unfit)?;
                Ok("draft".into())
            }
            Self::Page { page, is_new } => {
                let page = words::parse_page(&page).map_err(SaveWordsError::Unfit)?;
                let slug = page.slug.clone();
                put_page(words, page, is_new)?;
                Ok(slug)
            }
            Self::Remove(slug) => {
                let count = words.legal.len();
                words.legal.retain(|page| page.slug != slug);
                if words.legal.len() == count {
                    return Err(SaveWordsError::NoSuchPage);
                }
                Ok(slug)
            }
        }
    }
}

fn put_page(words: &mut BrandWords, page: LegalPage, is_new: bool) -> Result<(), SaveWordsError> {
    let count = words.legal.len();
    match words.legal.iter_mut().find(|known| known.slug == page.slug) {
        Some(_) if is_new => return Err(SaveWordsError::PageExists),
        Some(known) => *known = page,
        None if !is_new => return Err(SaveWordsError::NoSuchPage),
        None if count >= words::LEGAL_PAGES_MAX => return Err(SaveWordsError::TooManyPages),
        None => words.legal.push(page),
    }
    words.legal.sort_by(|one, other| one.slug.cmp(&other.slug));
    Ok(())
}

/// The words with the length of each legal text in place of it: the versions keep the texts themselves.
fn without_texts(words: &BrandWords) -> Result<serde_json::Value, Internal> {
    let mut words = words.clone();
    for page in &mut words.legal {
        page.body = format!("{} characters", page.body.chars().count());
    }
    Ok(serde_json::to_value(words)?)
}
