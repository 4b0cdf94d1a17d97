//! The brand studio: how the shop looks and what it says of itself.

use leptos::prelude::*;

use crate::shared::{brand, error::AppError, esim::EsimView, paging::Page};
#[cfg(feature = "ssr")]
use crate::{
    domain::{
        esims,
        themes::{
            self,
            choose_pictures::ChoosePicturesError,
            edit::EditError,
            explain::explain,
            publish::PublishError,
            restore::RestoreError,
            save_words::{Change, SaveWordsError},
            tokens::{Color, ThemeTokens, text_of, word},
        },
    },
    server_fns::guard::{self, Asked},
    shared::{
        brand::{BrandWords, LegalPage},
        ids::AssetId,
        permissions::StaffMay,
    },
};

/// The draft, or what is published, with everything to choose from. Scope: staff(ViewShop).
#[server(prefix = "/do", endpoint = "brand/studio")]
pub async fn studio() -> Result<brand::Studio, AppError> {
    let (asked, staff) = guard::staff(StaffMay::ViewShop)?;
    let draft = themes::draft::draft(&asked.backend, &staff)
        .await
        .map_err(|error| asked.internal(&error))?;
    let version = draft.version;
    Ok(brand::Studio {
        revision: version.revision,
        is_draft: version.is_draft,
        published: draft.published,
        changed_at: version.changed_at,
        changed_by: version.changed_by.unwrap_or_default(),
        primary: version.tokens.primary.to_string(),
        secondary: version.tokens.secondary.to_string(),
        font: text_of(version.tokens.font),
        radius: text_of(version.tokens.radius),
        hero: text_of(version.tokens.hero),
        words: version.words,
        logo: version.logo,
        favicon: version.favicon,
        pictures: draft.pictures,
        contrast: explain(&version.tokens),
        may_edit: staff.may(StaffMay::EditBrand),
    })
}

/// Saves colours and shapes into the draft. Scope: staff(EditBrand).
#[server(prefix = "/do", endpoint = "brand/save_look")]
pub async fn save_look(
    revision: String,
    primary: String,
    secondary: String,
    font: String,
    radius: String,
    hero: String,
) -> Result<(), AppError> {
    let (asked, staff) = guard::staff(StaffMay::EditBrand)?;
    let color = |field: &str, text: &str| {
        Color::parse(text.trim()).map_err(|_| {
            AppError::invalid(
                field,
                "Please write # and six digits or letters a to f, such as #0f766e.",
            )
        })
    };
    let unknown = |field: &'static str| move || AppError::invalid(field, "Please choose one of the list.");
    let tokens = ThemeTokens {
        primary: color("primary", &primary)?,
        secondary: color("secondary", &secondary)?,
        font: word(&font).ok_or_else(unknown("font"))?,
        radius: word(&radius).ok_or_else(unknown("radius"))?,
        hero: word(&hero).ok_or_else(unknown("hero"))?,
    };
    themes::save_look::save_look(&asked.backend, &staff, &asked.origin(), &revision, tokens)
        .await
        .map_err(|error| match error {
            EditError::Stale => stale(),
            EditError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect("/reseller/brand?saved=look#look");
    Ok(())
}

/// Chooses among the kept pictures for the draft; an empty id is none. Scope: staff(EditBrand).
#[server(prefix = "/do", endpoint = "brand/choose_pictures")]
pub async fn choose_pictures(revision: String, logo: String, favicon: String) -> Result<(), AppError> {
    let (asked, staff) = guard::staff(StaffMay::EditBrand)?;
    let (logo, favicon) = (chosen(&logo)?, chosen(&favicon)?);
    themes::choose_pictures::choose_pictures(
        &asked.backend,
        &staff,
        &asked.origin(),
        &revision,
        logo,
        favicon,
    )
    .await
    .map_err(|error| match error {
        ChoosePicturesError::Stale => stale(),
        ChoosePicturesError::NoSuchPicture => no_such_picture(),
        ChoosePicturesError::Internal(error) => asked.internal(&error),
    })?;
    leptos_axum::redirect("/reseller/brand?saved=pictures#pictures");
    Ok(())
}

/// Saves the words into the draft. Scope: staff(EditBrand).
#[server(prefix = "/do", endpoint = "brand/save_words")]
pub async fn save_words(
    revision: String,
    shop_name: String,
    tagline: String,
    hero_title: String,
    hero_text: String,
    sender_name: String,
    support_url: String,
) -> Result<(), AppError> {
    let (asked, staff) = guard::staff(StaffMay::EditBrand)?;
    let words = BrandWords {
        name: shop_name,
        tagline,
        hero_title,
        hero_text,
        sender_name,
        support_url,
        legal: vec![],
    };
    themes::save_words::save_words(
        &asked.backend,
        &staff,
        &asked.origin(),
        &revision,
        Change::Words(words),
    )
    .await
    .map_err(|error| refused_words(&asked, error))?;
    leptos_axum::redirect("/reseller/brand?saved=words#words");
    Ok(())
}

/// A legal page of the draft; an empty one for a new page. Scope: staff(ViewShop).
#[server(prefix = "/do", endpoint = "brand/legal_draft")]
pub async fn legal_draft(slug: String) -> Result<brand::LegalDraft, AppError> {
    let (asked, staff) = guard::staff(StaffMay::ViewShop)?;
    let draft = themes::draft::draft(&asked.backend, &staff)
        .await
        .map_err(|error| asked.internal(&error))?;
    let page = if slug == "new" {
        LegalPage {
            slug: String::new(),
            title: String::new(),
            body: String::new(),
        }
    } else {
        let mut pages = draft.version.words.legal.into_iter();
        pages.find(|page| page.slug == slug).ok_or(AppError::NotFound)?
    };
    Ok(brand::LegalDraft {
        revision: draft.version.revision,
        page,
        may_edit: staff.may(StaffMay::EditBrand),
    })
}

/// Saves a legal page into the draft; `is_new` makes one. Scope: staff(EditBrand).
#[server(prefix = "/do", endpoint = "brand/save_legal_page")]
pub async fn save_legal_page(
    revision: String,
    slug: String,
    page_title: String,
    page_body: String,
    is_new: Option<bool>,
) -> Result<(), AppError> {
    let (asked, staff) = guard::staff(StaffMay::EditBrand)?;
    let page = LegalPage {
        slug,
        title: page_title,
        body: page_body,
    };
    let change = Change::Page {
        page,
        is_new: is_new.unwrap_or_default(),
    };
    themes::save_words::save_words(&asked.backend, &staff, &asked.origin(), &revision, change)
        .await
        .map_err(|error| refused_words(&asked, error))?;
    leptos_axum::redirect("/reseller/brand?saved=legal#legal");
    Ok(())
}

/// Takes a legal page out of the draft. Scope: staff(EditBrand).
#[server(prefix = "/do", endpoint = "brand/remove_legal_page")]
pub async fn remove_legal_page(revision: String, slug: String) -> Result<(), AppError> {
    let (asked, staff) = guard::staff(StaffMay::EditBrand)?;
    themes::save_words::save_words(
        &asked.backend,
        &staff,
        &asked.origin(),
        &revision,
        Change::Remove(slug),
    )
    .await
    .map_err(|error| refused_words(&asked, error))?;
    leptos_axum::redirect("/reseller/brand?saved=legal_removed#legal");
    Ok(())
}

/// Makes the draft what everybody sees. Scope: staff(EditBrand).
#[server(prefix = "/do", endpoint = "brand/publish")]
pub async fn publish(revision: String) -> Result<(), AppError> {
    let (asked, staff) = guard::staff(StaffMay::EditBrand)?;
    themes::publish::publish(&asked.backend, &staff, &asked.origin(), &revision)
        .await
        .map_err(|error| {
            match error {
            PublishError::Stale => AppError::Refused(
                "The draft was changed or published by somebody else since you opened this page. Nothing was \
                 published. Look at it as it is now, then publish."
                    .into(),
            ),
            PublishError::NothingToPublish => AppError::Refused(
                "There is no draft, so nothing was published. Change something first.".into(),
            ),
            PublishError::Internal(error) => asked.internal(&error),
        }
        })?;
    leptos_axum::redirect("/reseller/brand?saved=published");
    Ok(())
}

/// Throws the draft away. Scope: staff(EditBrand).
#[server(prefix = "/do", endpoint = "brand/discard")]
pub async fn discard(revision: String) -> Result<(), AppError> {
    let (asked, staff) = guard::staff(StaffMay::EditBrand)?;
    themes::discard::discard(&asked.backend, &staff, &asked.origin(), &revision)
        .await
        .map_err(|error| match error {
            EditError::Stale => AppError::Refused(
                "The draft was changed by somebody else since you opened this page. It was not thrown away; look at \
                 it first."
                    .into(),
            ),
            EditError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect("/reseller/brand?saved=discarded");
    Ok(())
}

/// What was published so far. Scope: staff(ViewShop).
#[server(prefix = "/do", endpoint = "brand/history")]
pub async fn history(after: Option<String>) -> Result<(Page<brand::BrandVersion>, bool), AppError> {
    let (asked, staff) = guard::staff(StaffMay::ViewShop)?;
    let page = themes::history::history(&asked.backend, &staff, after.as_deref())
        .await
        .map_err(|error| asked.internal(&error))?;
    Ok((page, staff.may(StaffMay::EditBrand)))
}

/// Publishes an earlier version again. Scope: staff(EditBrand).
#[server(prefix = "/do", endpoint = "brand/restore")]
pub async fn restore(version: i32) -> Result<(), AppError> {
    let (asked, staff) = guard::staff(StaffMay::EditBrand)?;
    themes::restore::restore(&asked.backend, &staff, &asked.origin(), version)
        .await
        .map_err(|error| match error {
            RestoreError::NotFound => AppError::NotFound,
            RestoreError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect("/reseller/brand/history?saved=restored");
    Ok(())
}

/// An eSIM that nobody bought, to see its page with the draft's look. Scope: staff(ViewShop).
#[server(prefix = "/do", endpoint = "brand/sample_esim")]
pub async fn sample_esim() -> Result<EsimView, AppError> {
    let (asked, _staff) = guard::staff(StaffMay::ViewShop)?;
    esims::sample::sample(asked.backend.now()).map_err(|error| asked.internal(&error))
}

/// A picture's id out of a form; nothing for none.
#[cfg(feature = "ssr")]
fn chosen(id: &str) -> Result<Option<AssetId>, AppError> {
    let id = Some(id).filter(|id| !id.is_empty());
    id.map(|id| id.parse().map_err(|_| no_such_picture())).transpose()
}

#[cfg(feature = "ssr")]
fn no_such_picture() -> AppError {
    AppError::Refused(
        "That picture is no longer kept. Nothing was saved. Choose another or upload it again.".into(),
    )
}

#[cfg(feature = "ssr")]
fn stale() -> AppError {
    AppError::invalid(
        "revision",
        "Somebody else changed or published the draft since you opened this page. Nothing of yours was saved. Compare \
         what you typed with what is saved now, then save again.",
    )
}

#[cfg(feature = "ssr")]
fn refused_words(asked: &Asked, error: SaveWordsError) -> AppError {
    match error {
        SaveWordsError::Stale => stale(),
        SaveWordsError::Unfit(unfit) => AppError::invalid(unfit.field, unfit.reason),
        SaveWordsError::NoSuchPage => AppError::NotFound,
        SaveWordsError::TooManyPages => AppError::Refused(
            "Your shop has as many legal pages as it can have. Nothing was saved. Remove one first.".into(),
        ),
        SaveWordsError::PageExists => AppError::invalid(
            "slug",
            "There is a page with this address. Choose another, or edit that page.",
        ),
        SaveWordsError::Internal(error) => asked.internal(&error),
    }
}
