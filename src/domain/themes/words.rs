//! Reads what somebody typed as a brand's words. All of it is text: pages and mails escape it, nothing is markup.

use crate::shared::brand::{BrandWords, LegalPage};

/// Pages a shop may have in its footer.
pub const LEGAL_PAGES_MAX: usize = 12;
/// Characters of a legal page. See the limit of `http::middleware::form_memory`: in a form a letter takes up to nine
/// bytes.
pub const LEGAL_TEXT_MAX: usize = 40_000;

/// A field that is not acceptable.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {reason}")]
pub struct WordsError {
    /// Name of the field in the form.
    pub field: &'static str,
    /// For the person who typed it.
    pub reason: String,
}

/// One line: without line breaks and other control characters, at most `max` characters.
fn line(field: &'static str, text: &str, max: usize, is_required: bool) -> Result<String, WordsError> {
    let text = text.trim();
    let refuse = |reason: String| Err(WordsError { field, reason });
    if text.is_empty() && is_required {
        return refuse("Please fill this in.".into());
    }
    if text.chars().count() > max {
        return refuse(format!("Please use at most {max} characters."));
    }
    if text.chars().any(char::is_control) {
        return refuse("Please write this in one line of plain text.".into());
    }
    Ok(text.to_owned())
}

/// The words as typed, with the legal pages they had.
pub fn parse(typed: BrandWords) -> Result<BrandWords, WordsError> {
    Ok(BrandWords {
        name: line("shop_name", &typed.name, 80, true)?,
        tagline: line("tagline", &typed.tagline, 120, true)?,
        hero_title: line("hero_title", &typed.hero_title, 100, true)?,
        hero_text: line("hero_text", &typed.hero_text, 300, true)?,
        sender_name: sender(&typed.sender_name)?,
        support_url: support_url(&typed.support_url)?,
        legal: typed.legal,
    })
}

/// A name before a mail address must not look like another address.
fn sender(text: &str) -> Result<String, WordsError> {
    let name = line("sender_name", text, 60, true)?;
    if name.contains(['@', '<', '>', '"']) {
        return Err(WordsError {
            field: "sender_name",
            reason: "Please write a name without @, quotes and angle brackets.".into(),
        });
    }
    Ok(name)
}

/// Empty, or an address that browsers open over TLS; nothing that runs in the page.
fn support_url(text: &str) -> Result<String, WordsError> {
    let text = line("support_url", text, 200, false)?;
    let is_https = |text: &str| {
        url::Url::parse(text).is_ok_and(|url| {
            url.scheme() == "https"
                && url.host_str().is_some_and(|host| host.contains('.'))
                && url.username().is_empty()
        })
    };
    if text.is_empty() || is_https(&text) {
        Ok(text)
    } else {
        Err(WordsError {
            field: "support_url",
            reason: "Please write a whole address that begins with https://, or leave this empty.".into(),
        })
    }
}

/// A legal page as typed.
pub fn parse_page(typed: &LegalPage) -> Result<LegalPage, WordsError> {
    let slug = typed.slug.trim().to_lowercase();
    let is_slug = (2..=40).contains(&slug.len())
        && slug.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
        && slug != "new";
    if !is_slug {
        return Err(WordsError {
            field: "slug",
            reason: "Please use 2 to 40 letters a to z and hyphens, such as refund-policy.".into(),
        });
    }
    let body = typed.body.replace("\r\n", "\n");
    let body = body.trim();
    let refuse = |reason: String| WordsError {
        field: "page_body",
        reason,
    };
    if body.is_empty() {
        return Err(refuse("Please write the text of the page.".into()));
    }
    if body.chars().count() > LEGAL_TEXT_MAX {
        return Err(refuse(format!("Please use at most {LEGAL_TEXT_MAX} characters.")));
    }
    if body
        .chars()
        .any(|letter| letter.is_control() && letter != '\n' && letter != '\t')
    {
        return Err(refuse("Please use plain text only.".into()));
    }
    Ok(LegalPage {
        slug,
        title: line("page_title", &typed.title, 80, true)?,
        body: body.to_owned(),
    })
}
