//! Files of contacts: `/account/messages/contacts.csv` and `/business/messages/contacts.csv` out, `…/contacts/upload` in.

use axum::{
    Extension,
    extract::{Multipart, multipart::MultipartError},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};

use super::export;
use crate::{
    domain::{
        contacts::{self, BYTES_MAX, ContactFilter, ImportError},
        error::Internal,
        numbers,
        scope::{Buys, Customer, Desk},
    },
    server_fns::guard::Asked,
    shared::{
        contact::{ContactField, ContactRow},
        error::AppError,
        permissions::OrganizationMay,
    },
};

/// Longest body: the largest file and the form around it.
pub const BODY_BYTES_MAX: usize = BYTES_MAX + 16 * 1024;

/// A customer's own contacts.
pub async fn own(Extension(asked): Extension<Asked>) -> Response {
    match customer(&asked) {
        Some(customer) => download(asked, customer).await,
        None => (StatusCode::UNAUTHORIZED, "Please sign in first.").into_response(),
    }
}

/// The contacts of the company.
pub async fn company(Extension(asked): Extension<Asked>) -> Response {
    let member = asked
        .member(OrganizationMay::ExportData)
        .and_then(|_| asked.member(OrganizationMay::SendMessages));
    let member = match member {
        Ok(member) => member,
        Err(error) => return export::refuse(&error),
    };
    match numbers::desk(&asked.backend, &member).await {
        Ok(desk) => download(asked, desk).await,
        Err(error) => export::refuse(&asked.internal(&error)),
    }
}

/// Takes a file into a customer's own contacts.
pub async fn take_own(Extension(asked): Extension<Asked>, form: Multipart) -> Response {
    match customer(&asked) {
        Some(customer) => take(&asked, &customer, "/account", form).await,
        None => Redirect::to("/sign-in").into_response(),
    }
}

/// Takes a file into the contacts of the company.
pub async fn take_company(Extension(asked): Extension<Asked>, form: Multipart) -> Response {
    let member = match asked.member(OrganizationMay::SendMessages) {
        Ok(member) => member,
        Err(AppError::SignInRequired) => return Redirect::to("/sign-in").into_response(),
        Err(error) => return export::refuse(&error),
    };
    match numbers::desk(&asked.backend, &member).await {
        Ok(desk) => take(&asked, &desk, "/business", form).await,
        Err(error) => export::refuse(&asked.internal(&error)),
    }
}

/// An operator inside a shop reads and changes no customer's contacts.
fn customer(asked: &Asked) -> Option<Customer> {
    let user = asked.user.as_ref().filter(|user| user.entry.is_none())?;
    Some(user.customer)
}

/// Who buys, to be asked again for each page of the file.
trait Asks: Buys + Clone + Send + Sync + 'static {}
impl Asks for Customer {}
impl Asks for Desk {}

/// All of them by name, with the owner's fields as columns: what can be taken in again.
async fn download(asked: Asked, buyer: impl Asks) -> Response {
    let backend = asked.backend.clone();
    let fields = match contacts::fields(&backend, &buyer).await {
        Ok(fields) => fields,
        Err(error) => return export::refuse(&asked.internal(&error)),
    };
    let names: Vec<String> = fields
        .iter()
        .map(|field| crate::domain::spreadsheet::cell(&field.name))
        .collect();
    let mut header = vec!["name", "number", "groups", "tags", "note"];
    header.extend(names.iter().map(String::as_str));
    export::csv(asked, "contacts", &header, move |after| {
        let (backend, buyer, fields) = (backend.clone(), buyer.clone(), fields.clone());
        async move {
            let all = ContactFilter::default();
            let page = contacts::list(&backend, &buyer, &all, after.as_deref()).await?;
            Ok::<_, Internal>(page.map(|row| line(row, &fields)))
        }
    })
}

fn line(row: ContactRow, fields: &[ContactField]) -> Vec<String> {
    let said: Vec<String> = fields.iter().map(|field| row.says(field.id).to_owned()).collect();
    let mut line = vec![
        row.name,
        row.e164,
        row.groups.join(", "),
        row.tags.join(", "),
        row.note,
    ];
    line.extend(said);
    line
}

async fn take(asked: &Asked, buyer: &impl Buys, base: &str, form: Multipart) -> Response {
    let back = |why: &[(&str, String)]| {
        let query = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(why)
            .finish();
        Redirect::to(&format!("{base}/messages/contacts?{query}")).into_response()
    };
    let refused = |why: &str| back(&[("refused", why.to_owned())]);
    let Ok(bytes) = read(form).await else {
        return refused("text");
    };
    if bytes.is_empty() {
        return refused("file");
    }
    match contacts::import(&asked.backend, buyer, &bytes, &asked.origin()).await {
        Ok(changed) => back(&[("taken", changed.to_string())]),
        Err(ImportError::NotText) => refused("text"),
        Err(ImportError::Empty) => refused("empty"),
        Err(ImportError::TooLong) => refused("long"),
        Err(ImportError::Full) => refused("full"),
        Err(ImportError::Missing(column)) => {
            back(&[("refused", "missing".into()), ("column", column.to_owned())])
        }
        Err(ImportError::Column(column)) => back(&[("refused", "column".into()), ("column", column)]),
        Err(ImportError::Lines { told, count }) => {
            let lines: Vec<String> = told
                .into_iter()
                .map(|(line, fault)| format!("{line}:{}", fault.as_str()))
                .collect();
            back(&[
                ("refused", "lines".into()),
                ("count", count.to_string()),
                ("lines", lines.join(",")),
            ])
        }
        Err(ImportError::Internal(error)) => export::refuse(&asked.internal(&error)),
    }
}

async fn read(mut parts: Multipart) -> Result<Vec<u8>, MultipartError> {
    let mut file = vec![];
    while let Some(part) = parts.next_field().await? {
        if part.name() == Some("file") {
            file = part.bytes().await?.to_vec();
        }
    }
    Ok(file)
}
